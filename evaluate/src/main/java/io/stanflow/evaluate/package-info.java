/**
 * Comparing a synthetic file of flows with a real one. {@link io.stanflow.evaluate.FlowStatistics}
 * measures one file by SQL on its {@link io.stanflow.io.DuckTable}; {@link
 * io.stanflow.evaluate.Comparison} then sets the measured files against each other in plain Java.
 * Metrics see flows only, never the model; attacks on the model are in {@link
 * io.stanflow.evaluate.privacy}. {@code docs/metrics.md} lists them with formulas.
 */
package io.stanflow.evaluate;
