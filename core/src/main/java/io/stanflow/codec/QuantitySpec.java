package io.stanflow.codec;

import java.util.List;

/**
 * The fitted part of a number's code.
 *
 * @param name of the attribute
 * @param mixture its mixture, in units
 * @param unit what one unit is worth in the attribute's own unit (µs of a duration, say)
 * @param offset of the smallest value of a real attribute; 0 for counts and durations
 * @param near whether the ranges around the reference row's value have components
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
    double unit,
    double offset,
    boolean near,
    int divisor,
    long[] least,
    long most,
    boolean zeroForOne,
    List<Bound> bounds,
    List<Offset> offsets) {
  public QuantitySpec {
    bounds = bounds == null ? List.of() : List.copyOf(bounds); // model files before had none
    offsets = offsets == null ? List.of() : List.copyOf(offsets);
  }
}
