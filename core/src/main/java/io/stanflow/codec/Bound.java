package io.stanflow.codec;

/**
 * Keeps a number between two multiples of another one of its flow: least · other ≤ value ≤ most ·
 * other. So a part does not exceed its whole, and no packets have no bytes.
 *
 * @param other index among the codec's quantities of one that is decided before
 * @param least 0 for no lower bound
 * @param most {@link Long#MAX_VALUE} for no upper bound
 */
public record Bound(int other, long least, long most) {
  /** Smallest value that keeps to it. */
  long low(long[] quantities) {
    return times(quantities[other], least);
  }

  /** Largest value that keeps to it. */
  long high(long[] quantities) {
    return most == Long.MAX_VALUE ? most : times(quantities[other], most);
  }

  private static long times(long value, long factor) {
    return value > 0 && factor > Long.MAX_VALUE / value ? Long.MAX_VALUE : value * factor;
  }
}
