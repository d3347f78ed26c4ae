package io.stanflow.model;

/**
 * Inner loops of the forward pass. Every output is summed in one fixed order, so a lane's result
 * does not depend on the lanes beside it.
 */
final class Kernel {
  private Kernel() {}

  /**
   * y = x · W + b for {@code rows} rows.
   *
   * @param x shape (rows, in)
   * @param w shape (in, out)
   * @param b {@code out} numbers
   * @param y shape (rows, out)
   */
  static void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(b, 0, y, r * out, out);
    }
    addProduct(x, rows, in, w, out, y);
  }

  /** y += x · W; shapes as in {@link #affine}. Four inputs at a time serve all rows. */
  static void addProduct(float[] x, int rows, int in, float[] w, int out, float[] y) {
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
      y[yFrom + k] =
          y[yFrom + k] + a0 * w[wFrom + k] + a1 * w[w1 + k] + a2 * w[w2 + k] + a3 * w[w3 + k];
    }
  }

  /** y += a · w. */
  static void addScaled(float a, float[] w, int wFrom, int n, float[] y, int yFrom) {
    for (int k = 0; k < n; k++) {
      y[yFrom + k] += a * w[wFrom + k];
    }
  }

  /** y += w. */
  static void add(float[] w, int wFrom, int n, float[] y, int yFrom) {
    for (int k = 0; k < n; k++) {
      y[yFrom + k] += w[wFrom + k];
    }
  }

  static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[aFrom + i] * b[bFrom + i];
    }
    return sum;
  }

  /** x · σ(x), in place (Elfwing et al. 2018). */
  static void silu(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= Elementary.sigmoid(x[i]);
    }
  }
}
