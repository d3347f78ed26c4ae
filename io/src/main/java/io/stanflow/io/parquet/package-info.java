/** Parquet, in and out through DuckDB. */
package io.stanflow.io.parquet;
