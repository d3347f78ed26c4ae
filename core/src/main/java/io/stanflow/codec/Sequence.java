package io.stanflow.codec;

/**
 * Rows [from, to) of a series; the rows before are context.
 *
 * @param profile index among the training data's profiles, or among a model's
 */
public record Sequence(EncodedSeries series, int profile, int from, int to) {
  /** Number of rows. */
  public int rows() {
    return to - from;
  }
}
