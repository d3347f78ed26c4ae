package io.stanflow.vector;

import io.stanflow.model.Elementary;
import io.stanflow.model.Kernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the widest vectors of this processor. Vectors lie along a row's outputs, so each
 * output is summed as in the plain kernel, whatever the width.
 */
public final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = SPECIES.length();

  @Override
  public String name() {
    return "Vector API, " + SPECIES.vectorBitSize() + " bits";
  }

  /**
   * Tiles of four rows and two vectors of outputs, whose sums stay in registers. The last tile of
   * outputs overlaps the one before rather than being narrower.
   */
  @Override
  public void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y) {
    int tile = 2 * LENGTH;
    if (out < tile) {
      Kernel.plain().affine(x, rows, in, w, b, out, y);
      return;
    }
    for (int k = 0; k < out; k += tile) {
      int at = Math.min(k, out - tile);
      int r = 0;
      for (; r + 4 <= rows; r += 4) {
        fourRows(x, r * in, in, w, b, at, out, y, r * out + at);
      }
      for (; r < rows; r++) {
        oneRow(x, r * in, in, w, b, at, out, y, r * out + at);
      }
    }
  }

  private static void fourRows(
      float[] x, int x0, int in, float[] w, float[] b, int at, int out, float[] y, int y0) {
    FloatVector left0 = FloatVector.fromArray(SPECIES, b, at);
    FloatVector right0 = FloatVector.fromArray(SPECIES, b, at + LENGTH);
    FloatVector left1 = left0;
    FloatVector right1 = right0;
    FloatVector left2 = left0;
    FloatVector right2 = right0;
    FloatVector left3 = left0;
    FloatVector right3 = right0;
    int x1 = x0 + in;
    int x2 = x1 + in;
    int x3 = x2 + in;
    for (int i = 0, k = at; i < in; i++, k += out) {
      FloatVector left = FloatVector.fromArray(SPECIES, w, k);
      FloatVector right = FloatVector.fromArray(SPECIES, w, k + LENGTH);
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      left0 = a.fma(left, left0);
      right0 = a.fma(right, right0);
      a = FloatVector.broadcast(SPECIES, x[x1 + i]);
      left1 = a.fma(left, left1);
      right1 = a.fma(right, right1);
      a = FloatVector.broadcast(SPECIES, x[x2 + i]);
      left2 = a.fma(left, left2);
      right2 = a.fma(right, right2);
      a = FloatVector.broadcast(SPECIES, x[x3 + i]);
      left3 = a.fma(left, left3);
      right3 = a.fma(right, right3);
    }
    left0.intoArray(y, y0);
    right0.intoArray(y, y0 + LENGTH);
    left1.intoArray(y, y0 + out);
    right1.intoArray(y, y0 + out + LENGTH);
    left2.intoArray(y, y0 + 2 * out);
    right2.intoArray(y, y0 + 2 * out + LENGTH);
    left3.intoArray(y, y0 + 3 * out);
    right3.intoArray(y, y0 + 3 * out + LENGTH);
  }

  private static void oneRow(
      float[] x, int x0, int in, float[] w, float[] b, int at, int out, float[] y, int y0) {
    FloatVector left = FloatVector.fromArray(SPECIES, b, at);
    FloatVector right = FloatVector.fromArray(SPECIES, b, at + LENGTH);
    for (int i = 0, k = at; i < in; i++, k += out) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      left = a.fma(FloatVector.fromArray(SPECIES, w, k), left);
      right = a.fma(FloatVector.fromArray(SPECIES, w, k + LENGTH), right);
    }
    left.intoArray(y, y0);
    right.intoArray(y, y0 + LENGTH);
  }

  @Override
  public void exp(float[] x, int n) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      Exponential.of(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
    }
    for (; i < n; i++) {
      x[i] = Elementary.exp(x[i]);
    }
  }

  @Override
  public void silu(float[] x, int n) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.mul(Exponential.sigmoid(v)).intoArray(x, i);
    }
    for (; i < n; i++) {
      x[i] *= Elementary.sigmoid(x[i]);
    }
  }

  @Override
  public void gate(float[] gates, int rows, int width, float[] y) {
    if (width % LENGTH != 0) {
      Kernel.plain().gate(gates, rows, width, y);
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < width; j += LENGTH) {
        int at = 2 * r * width + j;
        FloatVector a = FloatVector.fromArray(SPECIES, gates, at);
        FloatVector b = FloatVector.fromArray(SPECIES, gates, at + width);
        Exponential.tanh(a).mul(Exponential.sigmoid(b)).intoArray(y, r * width + j);
      }
    }
  }

  @Override
  public void addScaled(float a, float[] w, int wFrom, int n, float[] y, int yFrom) {
    FloatVector factor = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yFrom + i);
      factor.fma(FloatVector.fromArray(SPECIES, w, wFrom + i), sum).intoArray(y, yFrom + i);
    }
    if (i < n) {
      Kernel.plain().addScaled(a, w, wFrom + i, n - i, y, yFrom + i);
    }
  }

  @Override
  public void add(float[] w, int wFrom, int n, float[] y, int yFrom) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yFrom + i);
      sum.add(FloatVector.fromArray(SPECIES, w, wFrom + i)).intoArray(y, yFrom + i);
    }
    if (i < n) {
      Kernel.plain().add(w, wFrom + i, n - i, y, yFrom + i);
    }
  }
}
