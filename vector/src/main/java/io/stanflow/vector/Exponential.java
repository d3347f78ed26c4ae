package io.stanflow.vector;

import io.stanflow.model.Elementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link Elementary}, lane by lane, operation by operation: the same bits. */
final class Exponential {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int MOST = Float.floatToRawIntBits(Elementary.MOST);
  private static final int LEAST = Float.floatToRawIntBits(Elementary.LEAST);
  private static final int MOST_OF_GATE = Float.floatToRawIntBits(Elementary.MOST_OF_GATE);
  private static final int SIGN = Integer.MIN_VALUE;

  private Exponential() {}

  /**
   * e^x. Cut as integers, in one instruction each where a minimum of floats takes six: the bits of
   * positive floats grow with them, those of negative ones the other way. Calls no method of ours,
   * since JDK 17 inlines those of the Vector API alone into a method this large.
   */
  static FloatVector of(FloatVector x) {
    IntVector bits = x.reinterpretAsInts().min(MOST).lanewise(VectorOperators.XOR, SIGN);
    bits = bits.min(LEAST ^ SIGN).lanewise(VectorOperators.XOR, SIGN);
    FloatVector cut = bits.reinterpretAsFloats();
    FloatVector rounded =
        cut.fma(
            FloatVector.broadcast(SPECIES, Elementary.LOG2_E),
            FloatVector.broadcast(SPECIES, Elementary.ROUNDING));
    FloatVector k = rounded.sub(Elementary.ROUNDING);
    FloatVector f = k.fma(FloatVector.broadcast(SPECIES, -Elementary.LN2_HIGH), cut);
    f = k.fma(FloatVector.broadcast(SPECIES, Elementary.LN2_LOW), f);
    FloatVector p = FloatVector.broadcast(SPECIES, Elementary.TAYLOR_7);
    p = p.fma(f, FloatVector.broadcast(SPECIES, Elementary.TAYLOR_6));
    p = p.fma(f, FloatVector.broadcast(SPECIES, Elementary.TAYLOR_5));
    p = p.fma(f, FloatVector.broadcast(SPECIES, Elementary.TAYLOR_4));
    p = p.fma(f, FloatVector.broadcast(SPECIES, Elementary.TAYLOR_3));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 0.5f));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 1));
    p = p.fma(f, FloatVector.broadcast(SPECIES, 1));
    IntVector exponent = rounded.reinterpretAsInts().add(127);
    FloatVector scale = exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return p.mul(scale);
  }

  static FloatVector silu(FloatVector x) {
    return x.div(of(x.neg()).add(1));
  }

  /** e^(x · times), cut as {@link Elementary#gate} cuts it. */
  static FloatVector ofGate(FloatVector x, float times) {
    return of(x.mul(times).reinterpretAsInts().min(MOST_OF_GATE).reinterpretAsFloats());
  }
}
