/**
 * Is this synthetic traffic good enough to replace the real one? {@link
 * io.stanflow.evaluate.Evaluation} reads the files, has them measured ({@code measure}), learned
 * from ({@code learn}) and attacked ({@code privacy}), and gives a {@link
 * io.stanflow.evaluate.report.Report}. {@code docs/metrics.md} lists the metrics with formulas and
 * sources.
 */
package io.stanflow.evaluate;
