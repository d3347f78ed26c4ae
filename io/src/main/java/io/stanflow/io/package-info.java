/**
 * Flow files in and out. {@link io.stanflow.io.FlowFiles} is the way in: {@code read} brings files
 * of any known format into a {@link io.stanflow.io.DuckTable}, sorted out of core by DuckDB, and
 * {@code writer} opens a {@link io.stanflow.io.FlowWriter}. A format is one {@link
 * io.stanflow.io.FlowFormat}: how to know it, a {@link io.stanflow.io.Layout} that says in SQL
 * which column becomes which attribute, and how to write a row.
 */
package io.stanflow.io;
