/**
 * Measuring files of flows by SQL, and distances between measured files. {@link
 * io.stanflow.evaluate.measure.FlowStatistics} measures one {@link
 * io.stanflow.evaluate.measure.FlowSource}; {@link io.stanflow.evaluate.measure.Fidelity} holds it
 * against the real file's in plain Java.
 */
package io.stanflow.evaluate.measure;
