package io.stanflow.model;

import java.util.Arrays;

/** The kernel in loops that every JVM runs. */
final class PlainKernel implements Kernel {
  static final PlainKernel INSTANCE = new PlainKernel();

  private PlainKernel() {}

  @Override
  public String name() {
    return "plain Java";
  }

  /** Four inputs at a time serve all rows. */
  @Override
  public void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(b, 0, y, r * out, out);
    }
    int i = 0;
    for (; i + 4 <= in; i += 4) {
      for (int r = 0; r < rows; r++) {
        addFour(x, r * in + i, w, i * out, out, y, r * out);
      }
    }
    for (; i < in; i++) {
      for (int r = 0; r < rows; r++) {
        addScaled(x[r * in + i], w, i * out, out, y, r * out);
      }
    }
  }

  private static void addFour(
      float[] x, int xFrom, float[] w, int wFrom, int out, float[] y, int yFrom) {
    float a0 = x[xFrom];
    float a1 = x[xFrom + 1];
    float a2 = x[xFrom + 2];
    float a3 = x[xFrom + 3];
    int w1 = wFrom + out;
    int w2 = w1 + out;
    int w3 = w2 + out;
    for (int k = 0; k < out; k++) {
      float sum = Math.fma(a0, w[wFrom + k], y[yFrom + k]);
      sum = Math.fma(a1, w[w1 + k], sum);
      sum = Math.fma(a2, w[w2 + k], sum);
      y[yFrom + k] = Math.fma(a3, w[w3 + k], sum);
    }
  }

  private static void addScaled(float a, float[] w, int wFrom, int n, float[] y, int yFrom) {
    for (int k = 0; k < n; k++) {
      y[yFrom + k] = Math.fma(a, w[wFrom + k], y[yFrom + k]);
    }
  }

  @Override
  public void weigh(float[] x, int from, int n, float[] allowed, float[] weights, float[] sums) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, x[from + i] + Math.fma(allowed[i], FAR, -FAR));
    }
    Arrays.fill(sums, 0, STRIDE, 0);
    for (int i = 0; i < n; i++) {
      weights[i] = Elementary.exp(x[from + i] - most) * allowed[i];
      sums[i % STRIDE] += weights[i];
    }
  }

  @Override
  public void silu(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Elementary.silu(x[i]);
    }
  }

  @Override
  public void gate(float[] gates, int rows, int width, float[] y) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < width; j++) {
        int at = 2 * r * width + j;
        y[r * width + j] = Elementary.gate(gates[at], gates[at + width]);
      }
    }
  }

  @Override
  public void add(float[] w, int wFrom, int n, float[] y, int yFrom) {
    for (int k = 0; k < n; k++) {
      y[yFrom + k] += w[wFrom + k];
    }
  }

  @Override
  public void addScaledRows(
      float[] a, float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    for (int r = 0; r < count; r++) {
      addScaled(a[r], w, starts[r], n, y, yFrom);
    }
  }

  @Override
  public void addRows(float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    for (int r = 0; r < count; r++) {
      add(w, starts[r], n, y, yFrom);
    }
  }
}
