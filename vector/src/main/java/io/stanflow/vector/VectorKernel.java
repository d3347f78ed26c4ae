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
  private static final int PANEL = 2 * LENGTH;

  @Override
  public String name() {
    return "Vector API, " + SPECIES.vectorBitSize() + " bits";
  }

  /**
   * Panels of two vectors of outputs, shape (in, panel), one after the other, so that a tile reads
   * its weights in a row. The last panel overlaps the one before rather than being narrower.
   */
  @Override
  public float[] arrange(float[] w, int in, int out) {
    if (out < PANEL) {
      return w;
    }
    float[] panels = new float[(out + PANEL - 1) / PANEL * in * PANEL];
    for (int k = 0; k < out; k += PANEL) {
      for (int i = 0; i < in; i++) {
        System.arraycopy(w, i * out + column(k, out), panels, k * in + i * PANEL, PANEL);
      }
    }
    return panels;
  }

  /** First output of the panel that starts at {@code k} but for the last. */
  private static int column(int k, int out) {
    return Math.min(k, out - PANEL);
  }

  /**
   * Tiles of four rows and one panel, whose sums stay in registers; of three rows left the last
   * counts twice. Of fewer, two panels at a time, since each sum waits for the one before.
   */
  @Override
  public void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y) {
    if (out < PANEL) {
      Kernel.plain().affine(x, rows, in, w, b, out, y);
      return;
    }
    int left = rows % 4 == 3 ? 0 : rows % 4;
    for (int k = 0; k < out && left < rows; k += PANEL) {
      for (int r = 0; r < rows - left; r += 4) {
        tile(x, r, rows, in, w, k * in, b, column(k, out), out, y);
      }
    }
    for (int k = 0; k < out && left > 0; k += 2 * PANEL) {
      int next = Math.min(k + PANEL, (out - 1) / PANEL * PANEL);
      if (left == 2) {
        twoRows(x, rows - 2, in, w, k, next, b, out, y);
      } else {
        oneRow(x, rows - 1, in, w, k, next, b, out, y);
      }
    }
  }

  private static void tile(
      float[] x,
      int row,
      int rows,
      int in,
      float[] w,
      int from,
      float[] b,
      int at,
      int out,
      float[] y) {
    int x0 = row * in;
    int x1 = x0 + in;
    int x2 = x1 + in;
    int row3 = Math.min(row + 3, rows - 1);
    int x3 = row3 * in;
    FloatVector left0 = FloatVector.fromArray(SPECIES, b, at);
    FloatVector right0 = FloatVector.fromArray(SPECIES, b, at + LENGTH);
    FloatVector left1 = left0;
    FloatVector right1 = right0;
    FloatVector left2 = left0;
    FloatVector right2 = right0;
    FloatVector left3 = left0;
    FloatVector right3 = right0;
    for (int i = 0, k = from; i < in; i++, k += PANEL) {
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
    int y0 = row * out + at;
    left0.intoArray(y, y0);
    right0.intoArray(y, y0 + LENGTH);
    left1.intoArray(y, y0 + out);
    right1.intoArray(y, y0 + out + LENGTH);
    left2.intoArray(y, y0 + 2 * out);
    right2.intoArray(y, y0 + 2 * out + LENGTH);
    left3.intoArray(y, row3 * out + at);
    right3.intoArray(y, row3 * out + at + LENGTH);
  }

  private static void twoRows(
      float[] x, int row, int in, float[] w, int k1, int k2, float[] b, int out, float[] y) {
    int at1 = column(k1, out);
    int at2 = column(k2, out);
    int x0 = row * in;
    int x1 = x0 + in;
    FloatVector a0 = FloatVector.fromArray(SPECIES, b, at1);
    FloatVector b0 = FloatVector.fromArray(SPECIES, b, at1 + LENGTH);
    FloatVector c0 = FloatVector.fromArray(SPECIES, b, at2);
    FloatVector d0 = FloatVector.fromArray(SPECIES, b, at2 + LENGTH);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector c1 = c0;
    FloatVector d1 = d0;
    int second = (k2 - k1) * in;
    for (int i = 0, k = k1 * in; i < in; i++, k += PANEL) {
      FloatVector first = FloatVector.broadcast(SPECIES, x[x0 + i]);
      FloatVector last = FloatVector.broadcast(SPECIES, x[x1 + i]);
      FloatVector weight = FloatVector.fromArray(SPECIES, w, k);
      a0 = first.fma(weight, a0);
      a1 = last.fma(weight, a1);
      weight = FloatVector.fromArray(SPECIES, w, k + LENGTH);
      b0 = first.fma(weight, b0);
      b1 = last.fma(weight, b1);
      weight = FloatVector.fromArray(SPECIES, w, k + second);
      c0 = first.fma(weight, c0);
      c1 = last.fma(weight, c1);
      weight = FloatVector.fromArray(SPECIES, w, k + second + LENGTH);
      d0 = first.fma(weight, d0);
      d1 = last.fma(weight, d1);
    }
    int y0 = row * out;
    a0.intoArray(y, y0 + at1);
    b0.intoArray(y, y0 + at1 + LENGTH);
    c0.intoArray(y, y0 + at2);
    d0.intoArray(y, y0 + at2 + LENGTH);
    int y1 = y0 + out;
    a1.intoArray(y, y1 + at1);
    b1.intoArray(y, y1 + at1 + LENGTH);
    c1.intoArray(y, y1 + at2);
    d1.intoArray(y, y1 + at2 + LENGTH);
  }

  private static void oneRow(
      float[] x, int row, int in, float[] w, int k1, int k2, float[] b, int out, float[] y) {
    int at1 = column(k1, out);
    int at2 = column(k2, out);
    int x0 = row * in;
    FloatVector first = FloatVector.fromArray(SPECIES, b, at1);
    FloatVector second = FloatVector.fromArray(SPECIES, b, at1 + LENGTH);
    FloatVector third = FloatVector.fromArray(SPECIES, b, at2);
    FloatVector fourth = FloatVector.fromArray(SPECIES, b, at2 + LENGTH);
    int next = (k2 - k1) * in;
    for (int i = 0, k = k1 * in; i < in; i++, k += PANEL) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      first = a.fma(FloatVector.fromArray(SPECIES, w, k), first);
      second = a.fma(FloatVector.fromArray(SPECIES, w, k + LENGTH), second);
      third = a.fma(FloatVector.fromArray(SPECIES, w, k + next), third);
      fourth = a.fma(FloatVector.fromArray(SPECIES, w, k + next + LENGTH), fourth);
    }
    int y0 = row * out;
    first.intoArray(y, y0 + at1);
    second.intoArray(y, y0 + at1 + LENGTH);
    third.intoArray(y, y0 + at2);
    fourth.intoArray(y, y0 + at2 + LENGTH);
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
