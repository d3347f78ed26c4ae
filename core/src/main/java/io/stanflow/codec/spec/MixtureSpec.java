package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * The fitted part of a mixture code; whole numbers in the attribute's unit.
 *
 * @param relatives number of components whose place is set by the row (the reference row's value)
 * @param ratioAtoms exact values of value / divisor, ascending; empty where nothing divides
 * @param atoms exact values, ascending
 * @param atomDivisors the divisor that each of them goes with, ascending where atoms are equal;
 *     empty if they go with any
 * @param edges interval i holds edges[i] ≤ value · resolution / divisor &lt; edges[i+1]; ascending,
 *     or empty
 * @param resolution steps of the edges per unit of value / divisor
 * @param free number of free components
 * @param logarithmic whether intervals are log-uniform inside and free components on log1p
 * @param centre mean of the transformed values, for the network's input and the free components
 * @param spread standard deviation of the transformed values, above 0
 * @param min smallest value in the data
 * @param max largest value in the data
 */
public record MixtureSpec(
    @Range(least = 0, most = MixtureSpec.MOST_FREE) int relatives,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long[] ratioAtoms,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long[] atoms,
    @Range(least = 1, most = Range.MOST_LONG) long[] atomDivisors,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long[] edges,
    @Range(least = 1, most = 1 << 20) long resolution,
    @Range(least = 0, most = MixtureSpec.MOST_FREE) int free,
    boolean logarithmic,
    @Range(least = -1e19, most = 1e19) double centre,
    @Range(least = 1e-9, most = 1e19) double spread,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long min,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long max) {
  /** Most free or relative components. */
  static final int MOST_FREE = 4096;
}
