package io.stanflow.vector;

import io.stanflow.model.Elementary;
import io.stanflow.model.Kernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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
   * outputs overlaps the one before rather than being narrower; of three rows left the last counts
   * twice.
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
      for (; r + 3 <= rows; r += 4) {
        tile(x, r, rows, in, w, b, at, out, y);
      }
      for (; r < rows; r++) {
        oneRow(x, r * in, in, w, b, at, out, y, r * out + at);
      }
    }
  }

  private static void tile(
      float[] x, int row, int rows, int in, float[] w, float[] b, int at, int out, float[] y) {
    int row1 = row + 1;
    int row2 = row + 2;
    int row3 = Math.min(row + 3, rows - 1);
    FloatVector left0 = FloatVector.fromArray(SPECIES, b, at);
    FloatVector right0 = FloatVector.fromArray(SPECIES, b, at + LENGTH);
    FloatVector left1 = left0;
    FloatVector right1 = right0;
    FloatVector left2 = left0;
    FloatVector right2 = right0;
    FloatVector left3 = left0;
    FloatVector right3 = right0;
    for (int i = 0, k = at; i < in; i++, k += out) {
      FloatVector left = FloatVector.fromArray(SPECIES, w, k);
      FloatVector right = FloatVector.fromArray(SPECIES, w, k + LENGTH);
      FloatVector a = FloatVector.broadcast(SPECIES, x[row * in + i]);
      left0 = a.fma(left, left0);
      right0 = a.fma(right, right0);
      a = FloatVector.broadcast(SPECIES, x[row1 * in + i]);
      left1 = a.fma(left, left1);
      right1 = a.fma(right, right1);
      a = FloatVector.broadcast(SPECIES, x[row2 * in + i]);
      left2 = a.fma(left, left2);
      right2 = a.fma(right, right2);
      a = FloatVector.broadcast(SPECIES, x[row3 * in + i]);
      left3 = a.fma(left, left3);
      right3 = a.fma(right, right3);
    }
    left0.intoArray(y, row * out + at);
    right0.intoArray(y, row * out + at + LENGTH);
    left1.intoArray(y, row1 * out + at);
    right1.intoArray(y, row1 * out + at + LENGTH);
    left2.intoArray(y, row2 * out + at);
    right2.intoArray(y, row2 * out + at + LENGTH);
    left3.intoArray(y, row3 * out + at);
    right3.intoArray(y, row3 * out + at + LENGTH);
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

  /** One pass for each vector of the sums: mostly one. */
  @Override
  public void weigh(float[] x, int from, int n, boolean[] wanted, float[] weights, float[] sums) {
    if (LENGTH > STRIDE || n < STRIDE) {
      Kernel.plain().weigh(x, from, n, wanted, weights, sums);
      return;
    }
    float most = most(x, from, n, wanted);
    int whole = n - n % STRIDE;
    for (int v = 0; v < STRIDE; v += LENGTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = v; i < whole; i += STRIDE) {
        FloatVector weight = Exponential.of(FloatVector.fromArray(SPECIES, x, from + i).sub(most));
        VectorMask<Float> there = VectorMask.fromArray(SPECIES, wanted, i);
        weight = FloatVector.zero(SPECIES).blend(weight, there);
        weight.intoArray(weights, i);
        sum = sum.add(weight);
      }
      sum.intoArray(sums, v);
    }
    for (int i = whole; i < n; i++) {
      weights[i] = wanted[i] ? Elementary.exp(x[from + i] - most) : 0;
      sums[i - whole] += weights[i];
    }
  }

  private static float most(float[] x, int from, int n, boolean[] wanted) {
    FloatVector never = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector largest = never;
    int whole = n - n % LENGTH;
    for (int i = 0; i < whole; i += LENGTH) {
      VectorMask<Float> there = VectorMask.fromArray(SPECIES, wanted, i);
      largest = largest.max(never.blend(FloatVector.fromArray(SPECIES, x, from + i), there));
    }
    float most = largest.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < n; i++) {
      most = wanted[i] ? Math.max(most, x[from + i]) : most;
    }
    return most;
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

  /** The sum of a stretch stays in a register over all rows. */
  @Override
  public void addRows(float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    int k = 0;
    for (; k + 2 * LENGTH <= n; k += 2 * LENGTH) {
      FloatVector left = FloatVector.fromArray(SPECIES, y, yFrom + k);
      FloatVector right = FloatVector.fromArray(SPECIES, y, yFrom + k + LENGTH);
      for (int r = 0; r < count; r++) {
        left = left.add(FloatVector.fromArray(SPECIES, w, starts[r] + k));
        right = right.add(FloatVector.fromArray(SPECIES, w, starts[r] + k + LENGTH));
      }
      left.intoArray(y, yFrom + k);
      right.intoArray(y, yFrom + k + LENGTH);
    }
    for (int r = 0; r < count && k < n; r++) {
      Kernel.plain().add(w, starts[r] + k, n - k, y, yFrom + k);
    }
  }
}
