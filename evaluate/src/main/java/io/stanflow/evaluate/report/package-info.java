/** What an evaluation found, as tables, JSON, a web page and a gate. */
package io.stanflow.evaluate.report;
