package io.stanflow.codec.spec;

import io.stanflow.flow.Range;

/**
 * Values of one sort that a model holds, and how many training hosts share each.
 *
 * @param attribute that they are of
 * @param what such as {@code exact values}
 * @param values in words
 * @param hosts that share each, up to {@link #MOST}; parts of the table where it has no addresses
 */
public record SharedValues(
    String attribute,
    String what,
    String[] values,
    @Range(least = 1, most = Integer.MAX_VALUE) int[] hosts) {
  /** Hosts up to which they are counted: a model says no more of how many share a value. */
  public static final int MOST = 100;

  public SharedValues {
    if (values.length != hosts.length) {
      throw new IllegalArgumentException(
          "%d values and %d numbers of hosts".formatted(values.length, hosts.length));
    }
  }
}
