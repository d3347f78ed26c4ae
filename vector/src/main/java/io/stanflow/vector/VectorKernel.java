package io.stanflow.vector;

import io.stanflow.model.Elementary;
import io.stanflow.model.Kernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the widest vectors of this processor. Vectors lie along a row's outputs, so each
 * output is summed as in the plain kernel, whatever the width.
 */
public final class VectorKernel implements Kernel {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
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
    int tiled = rows % 4 == 3 ? rows : rows - rows % 4;
    for (int k = 0; k < out; k += tile) {
      int at = Math.min(k, out - tile);
      for (int r = 0; r < tiled; r += 4) {
        tile(x, r, rows, in, w, b, at, out, y);
      }
    }
    for (int r = tiled; r < rows; r++) {
      oneRow(x, r * in, in, w, b, out, y, r * out);
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

  /** Four vectors of outputs at a time, since each sum waits for the one before. */
  private static void oneRow(
      float[] x, int x0, int in, float[] w, float[] b, int out, float[] y, int y0) {
    int wide = 4 * LENGTH;
    int k = 0;
    for (; k + wide <= out; k += wide) {
      fourVectors(x, x0, in, w, b, k, out, y, y0 + k);
    }
    for (; k < out; k += 2 * LENGTH) {
      int at = Math.min(k, out - 2 * LENGTH);
      twoVectors(x, x0, in, w, b, at, out, y, y0 + at);
    }
  }

  private static void fourVectors(
      float[] x, int x0, int in, float[] w, float[] b, int at, int out, float[] y, int y0) {
    FloatVector first = FloatVector.fromArray(SPECIES, b, at);
    FloatVector second = FloatVector.fromArray(SPECIES, b, at + LENGTH);
    FloatVector third = FloatVector.fromArray(SPECIES, b, at + 2 * LENGTH);
    FloatVector fourth = FloatVector.fromArray(SPECIES, b, at + 3 * LENGTH);
    for (int i = 0, k = at; i < in; i++, k += out) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      first = a.fma(FloatVector.fromArray(SPECIES, w, k), first);
      second = a.fma(FloatVector.fromArray(SPECIES, w, k + LENGTH), second);
      third = a.fma(FloatVector.fromArray(SPECIES, w, k + 2 * LENGTH), third);
      fourth = a.fma(FloatVector.fromArray(SPECIES, w, k + 3 * LENGTH), fourth);
    }
    first.intoArray(y, y0);
    second.intoArray(y, y0 + LENGTH);
    third.intoArray(y, y0 + 2 * LENGTH);
    fourth.intoArray(y, y0 + 3 * LENGTH);
  }

  private static void twoVectors(
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
  public void weigh(float[] x, int from, int n, float[] allowed, float[] weights, float[] sums) {
    if (LENGTH > STRIDE) {
      Kernel.plain().weigh(x, from, n, allowed, weights, sums);
      return;
    }
    float most = most(x, from, n, allowed);
    for (int v = 0; v < STRIDE; v += LENGTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = v; i < n; i += STRIDE) {
        FloatVector weight = Exponential.of(FloatVector.fromArray(SPECIES, x, from + i).sub(most));
        weight = weight.mul(FloatVector.fromArray(SPECIES, allowed, i));
        weight.intoArray(weights, i);
        sum = sum.add(weight);
      }
      sum.intoArray(sums, v);
    }
  }

  private static float most(float[] x, int from, int n, float[] allowed) {
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector off = FloatVector.broadcast(SPECIES, -FAR);
    FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector penalty = FloatVector.fromArray(SPECIES, allowed, i).fma(far, off);
      largest = largest.max(FloatVector.fromArray(SPECIES, x, from + i).add(penalty));
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public void silu(float[] x, int n) {
    int i = 0;
    for (; i + LENGTH <= n; i += LENGTH) {
      Exponential.silu(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
    }
    for (; i < n; i++) {
      x[i] = Elementary.silu(x[i]);
    }
  }

  /** All exponentials in one loop: JDK 17 does not inline all of a method that has two. */
  @Override
  public void gate(float[] gates, int rows, int width, float[] y) {
    if (width % LENGTH != 0) {
      Kernel.plain().gate(gates, rows, width, y);
      return;
    }
    for (int i = 0; i < 2 * rows * width; i += LENGTH) {
      float times = i / width % 2 == 0 ? -2 : -1;
      Exponential.ofGate(FloatVector.fromArray(SPECIES, gates, i), times).intoArray(gates, i);
    }
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < width; j += LENGTH) {
        FloatVector u = FloatVector.fromArray(SPECIES, gates, 2 * r * width + j);
        FloatVector v = FloatVector.fromArray(SPECIES, gates, (2 * r + 1) * width + j);
        one.sub(u).div(one.add(u).mul(one.add(v))).intoArray(y, r * width + j);
      }
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

  @Override
  public void addScaledRows(
      float[] a, float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    int k = 0;
    for (; k + 2 * LENGTH <= n; k += 2 * LENGTH) {
      FloatVector left = FloatVector.fromArray(SPECIES, y, yFrom + k);
      FloatVector right = FloatVector.fromArray(SPECIES, y, yFrom + k + LENGTH);
      for (int r = 0; r < count; r++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, a[r]);
        left = factor.fma(FloatVector.fromArray(SPECIES, w, starts[r] + k), left);
        right = factor.fma(FloatVector.fromArray(SPECIES, w, starts[r] + k + LENGTH), right);
      }
      left.intoArray(y, yFrom + k);
      right.intoArray(y, yFrom + k + LENGTH);
    }
    for (; k < n; k++) {
      for (int r = 0; r < count; r++) {
        y[yFrom + k] = Math.fma(a[r], w[starts[r] + k], y[yFrom + k]);
      }
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
