/** Flows of a table's hosts after its end. */
package io.stanflow.forecast;
