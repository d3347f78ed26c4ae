/**
 * Brings files into DuckDB: knows their format, lays out their columns, names the line that is
 * wrong. What comes of it is {@link io.stanflow.io.load.Staged}.
 */
package io.stanflow.io.load;
