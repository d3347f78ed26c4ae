/**
 * Staged flows as one series a host, {@link io.stanflow.io.series.DuckTable}, or as rows in the
 * order of their files or ends.
 */
package io.stanflow.io.series;
