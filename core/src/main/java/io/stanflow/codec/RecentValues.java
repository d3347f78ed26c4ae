package io.stanflow.codec;

import io.stanflow.codec.spec.QuantitySpec;
import java.util.Arrays;

/** The distinct values of late of one quantity of a service, the latest first. */
final class RecentValues {
  /** Distinct values kept where a flow may repeat only those of its own divisor. */
  private static final int KEPT = 64;

  private final int most;
  private long[] values = new long[1];
  private long[] divisors;
  private int count;

  /**
   * @param divided whether values go with those of another quantity, as bytes with packets
   */
  RecentValues(boolean divided) {
    most = divided ? KEPT : QuantitySpec.RECENT;
    divisors = divided ? new long[1] : null;
  }

  /** Notes a flow's value; the divisor counts where values go with one. */
  void note(long value, long divisor) {
    int at = 0;
    while (at < count && (values[at] != value || !goesWith(at, divisor))) {
      at++;
    }
    if (at == values.length && at < most) {
      values = Arrays.copyOf(values, 2 * at);
      divisors = divisors == null ? null : Arrays.copyOf(divisors, 2 * at);
    }
    int end = Math.min(at, most - 1);
    toFront(values, end, value);
    if (divisors != null) {
      toFront(divisors, end, divisor);
    }
    count = Math.max(count, end + 1);
  }

  private boolean goesWith(int at, long divisor) {
    return divisors == null || divisors[at] == divisor;
  }

  private static void toFront(long[] list, int end, long value) {
    System.arraycopy(list, 0, list, 1, end);
    list[0] = value;
  }

  /**
   * Finds the last distinct values among flows of the same divisor.
   *
   * @param into receives them, the latest first; at most {@link QuantitySpec#RECENT}
   * @return how many
   */
  int find(long divisor, long[] into) {
    int found = 0;
    for (int i = 0; i < count && found < QuantitySpec.RECENT; i++) {
      if (goesWith(i, divisor)) {
        into[found++] = values[i];
      }
    }
    return found;
  }
}
