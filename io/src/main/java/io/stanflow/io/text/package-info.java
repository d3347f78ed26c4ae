/** Formats of text, one class each, and how their lines are written. */
package io.stanflow.io.text;
