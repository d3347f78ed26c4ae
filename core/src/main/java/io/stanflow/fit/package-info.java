/**
 * Fits a codec and host profiles to a table of real flows and encodes it for training ({@link
 * io.stanflow.fit.TrainingData}). Who only generates needs nothing of this package; what it knows
 * of real hosts and addresses is dropped with it.
 */
package io.stanflow.fit;
