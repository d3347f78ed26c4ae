package io.stanflow.train;

/**
 * What one epoch reached.
 *
 * @param epoch counted from 1
 * @param seconds of training so far
 * @param trainingBits exact bits per flow over the epoch's own training rows
 * @param heldOut on held-out rows under their own profiles
 * @param heldOutBlended under blended profiles; null where nothing is blended
 * @param best whether this is the best epoch so far
 */
public record EpochReport(
    int epoch,
    double seconds,
    double trainingBits,
    BitsPerFlow heldOut,
    BitsPerFlow heldOutBlended,
    boolean best) {}
