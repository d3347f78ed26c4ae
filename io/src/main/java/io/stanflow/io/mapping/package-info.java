/**
 * How the columns of a file become attributes, in DuckDB's SQL: a {@link
 * io.stanflow.io.mapping.FileMapping} has a {@link io.stanflow.io.mapping.Column} for each
 * attribute, whose values are calls of {@link io.stanflow.io.mapping.Macros}.
 */
package io.stanflow.io.mapping;
