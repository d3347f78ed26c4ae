package io.stanflow.vector;

import io.stanflow.model.Elementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link Elementary}, lane by lane, operation by operation: the same bits. */
final class Exponential {
  private Exponential() {}

  static FloatVector of(FloatVector x) {
    FloatVector cut = x.min(Elementary.MOST).max(Elementary.LEAST);
    FloatVector rounded = cut.mul(Elementary.LOG2_E).add(Elementary.ROUNDING);
    FloatVector k = rounded.sub(Elementary.ROUNDING);
    FloatVector f = cut.sub(k.mul(Elementary.LN2_HIGH)).add(k.mul(Elementary.LN2_LOW));
    FloatVector p = f.mul(Elementary.TAYLOR_7).add(Elementary.TAYLOR_6);
    p = p.mul(f).add(Elementary.TAYLOR_5);
    p = p.mul(f).add(Elementary.TAYLOR_4);
    p = p.mul(f).add(Elementary.TAYLOR_3);
    p = p.mul(f).add(0.5f);
    p = p.mul(f).add(1);
    p = p.mul(f).add(1);
    IntVector exponent = rounded.reinterpretAsInts().add(127);
    FloatVector scale = exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return p.mul(scale);
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = FloatVector.broadcast(x.species(), 1);
    return one.div(of(x.neg()).add(1));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector one = FloatVector.broadcast(x.species(), 1);
    FloatVector e = of(x.abs().mul(-2));
    FloatVector magnitude = one.sub(e).div(one.add(e));
    return magnitude.blend(magnitude.neg(), x.compare(VectorOperators.LT, 0));
  }
}
