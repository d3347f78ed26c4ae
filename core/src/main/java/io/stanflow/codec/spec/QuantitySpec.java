package io.stanflow.codec.spec;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Range;
import java.util.List;

/**
 * The fitted part of a number's code.
 *
 * @param name of the attribute
 * @param mixture its mixture, in units
 * @param unit what one unit is worth in the attribute's own unit (µs of a duration, say)
 * @param offset of the smallest value of a real attribute; 0 for counts and durations
 * @param near whether the ranges around the reference row's value have components, and recent
 *     values: of durations
 * @param divisor index of the quantity that this one is modelled per unit of, or -1
 * @param least per protocol class, smallest value per unit of the divisor
 * @param most largest value per unit of the divisor
 * @param zeroForOne whether it is 0 wherever the first quantity (packets) is 1
 * @param bounds by quantities decided before, besides those by the divisor
 * @param offsets from earlier numbers of the flow at which the value often lies
 */
public record QuantitySpec(
    String name,
    MixtureSpec mixture,
    @Range(least = Double.MIN_VALUE, most = Double.MAX_VALUE) double unit,
    @Range(least = -Double.MAX_VALUE, most = Double.MAX_VALUE) double offset,
    boolean near,
    @Range(least = -1, most = 4095) int divisor,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long[] least,
    @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long most,
    boolean zeroForOne,
    List<Bound> bounds,
    List<Offset> offsets) {
  /** The value SAME as the connection's last, as the peer's service's, as the host's service's. */
  public static final int SAME = 3;

  /** Sizes and durations of the host's service that a flow may repeat. */
  public static final int RECENT = 8;

  /** Lower ends of the ranges above (and, mirrored, below) the reference value; last: the end. */
  private static final int[] NEAR = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 33, 65, 129};

  public QuantitySpec {
    bounds = bounds == null ? List.of() : List.copyOf(bounds); // model files before had none
    offsets = offsets == null ? List.of() : List.copyOf(offsets);
  }

  /** Number of ranges above the reference value; as many are below. */
  public static int nearRanges() {
    return NEAR.length - 1;
  }

  /**
   * Where range {@code i} starts, in units from the reference value; of the last: where it ends.
   */
  public static int near(int i) {
    return NEAR[i];
  }

  /**
   * Number of relative components of a quantity's mixture.
   *
   * @param near whether there are ranges near the reference value, and recent values
   * @param divided whether it goes with another, and recent and usual sizes may recur
   * @param offsets from other numbers of the flow
   */
  public static int relatives(boolean near, boolean divided, int offsets) {
    int recent = near || divided ? RECENT : 0;
    return firstRecent(near) + recent + (divided ? UsualSize.OFFERED : 0) + offsets;
  }

  /** The first component of a recent value, after those near the reference value. */
  public static int firstRecent(boolean near) {
    return SAME + (near ? 2 * nearRanges() : 0);
  }

  /** Whether a host's service repeats its values. */
  public boolean recurs() {
    return near || divisor >= 0;
  }

  /** The whole numbers that code the attribute's values. */
  public Units units() {
    return new Units(unit, offset);
  }

  /** Whether it can only be decided after another quantity of its codec. */
  boolean needs(List<QuantitySpec> all, String other) {
    int index = 0;
    while (!all.get(index).name.equals(other)) {
      index++;
    }
    int wanted = index;
    return divisor == wanted
        || (zeroForOne && wanted == 0)
        || bounds.stream().anyMatch(b -> b.other == wanted)
        || offsets.stream().anyMatch(o -> o.other == wanted || o.per == wanted);
  }

  /**
   * Values of an attribute as whole numbers: value = offset + units · size.
   *
   * @param size of one unit, in the attribute's own unit; a whole number but for real attributes
   * @param offset 0 but for real attributes
   */
  public record Units(double size, double offset) {
    /** The value of a flow, in units. */
    public long of(Flow flow, int attribute) {
      return flow.schema().kind(attribute) == Kind.CONTINUOUS
          ? Math.round((flow.real(attribute) - offset) / size)
          : Math.floorDiv(flow.number(attribute), (long) size);
    }

    /** Sets the value of a flow from units. */
    public void set(Flow.Draft flow, int attribute, Kind kind, long units) {
      if (kind == Kind.CONTINUOUS) {
        flow.real(attribute, real(units));
      } else {
        flow.number(attribute, units * (long) size);
      }
    }

    /** A decimal unit gives the decimal that was read, without binary dust. */
    private double real(long units) {
      double value = offset + units * size;
      double scale = Math.rint(1 / size);
      boolean decimal = scale > 1 && Math.abs(scale * size - 1) < 1e-9;
      return decimal ? Math.rint(value * scale) / scale : value;
    }
  }

  /**
   * Keeps a number between two multiples of another one of its flow: least · other ≤ value ≤ most ·
   * other. So a part does not exceed its whole, and no packets have no bytes.
   *
   * @param other index among the codec's quantities of one that is decided before
   * @param least 0 for no lower bound
   * @param most {@link Long#MAX_VALUE} for no upper bound
   */
  public record Bound(
      @Range(least = 0, most = 4095) int other,
      @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long least,
      @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long most) {
    /** Smallest value that keeps to it. */
    public long low(long[] quantities) {
      return times(quantities[other], least);
    }

    /** Largest value that keeps to it. */
    public long high(long[] quantities) {
      return most == Long.MAX_VALUE ? most : times(quantities[other], most);
    }

    private static long times(long value, long factor) {
      return value > 0 && factor > Long.MAX_VALUE / value ? Long.MAX_VALUE : value * factor;
    }
  }

  /**
   * A value that follows from earlier numbers of the same flow: other + each · per. So the source's
   * bytes are all bytes (each = 0), and the payload of UDP the bytes less 28 a packet.
   *
   * @param other index among the codec's quantities of one that is decided before
   * @param per the same of what {@code each} is multiplied by
   */
  public record Offset(
      @Range(least = 0, most = 4095) int other,
      @Range(least = 0, most = 4095) int per,
      @Range(least = Range.LEAST_LONG, most = Range.MOST_LONG) long each) {
    /** The value that follows. */
    public long value(long[] quantities) {
      return quantities[other] + each * quantities[per];
    }
  }
}
