package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * Which token frequencies make up the profile vector: those that differ most between training
 * hosts. The vector's first component is the log of the daily volume, the second the log of peers
 * per flow; component i + 2 is (√frequency − mean) / spread of one token of one group.
 *
 * @param groups token group of each component
 * @param tokens value of the token
 * @param means of all components, the first two included
 * @param spreads standard deviations of all components, above 0
 */
public record ProfileFeatures(
    @Range(least = 0, most = 65_535) int[] groups,
    @Range(least = 0, most = 65_535) int[] tokens,
    @Range(least = -1e9, most = 1e9) double[] means,
    @Range(least = 1e-9, most = 1e9) double[] spreads) {
  /** Components of the vector. */
  public int size() {
    return means.length;
  }
}
