/**
 * Simple generators to hold a model against: what does it win over columns drawn independently,
 * over a small graphical model, and how near does it come to repeating the data? {@link
 * io.stanflow.baseline.Baseline} lists them. They are fitted on the rows that the model has learned
 * from and are for judging only: they know real hosts and real addresses.
 */
package io.stanflow.baseline;
