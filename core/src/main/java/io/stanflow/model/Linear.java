package io.stanflow.model;

import java.util.Arrays;

/**
 * y = x · W + b. A layer of few outputs is computed with zeros beside them, since kernels run along
 * the outputs and are slow on short ones.
 */
final class Linear {
  private static final int LEAST = 32;
  private final Kernel kernel;
  private final int in;
  private final int out;
  private final int padded;
  private final float[] weight;
  private final float[] bias;

  /**
   * @param name of the layer, whose tensors are its {@code .weight}, shape (in, out), and {@code
   *     .bias}
   */
  Linear(Weights weights, String name, Kernel kernel) {
    this.kernel = kernel;
    float[] w = weights.get(name + ".weight");
    float[] b = weights.get(name + ".bias");
    out = b.length;
    in = w.length / out;
    padded = Math.max(LEAST, out);
    bias = Arrays.copyOf(b, padded);
    weight = new float[in * padded];
    for (int i = 0; i < in; i++) {
      System.arraycopy(w, i * out, weight, i * padded, out);
    }
  }

  /** Numbers that a run of so many rows needs for itself. */
  static int scratch(int rows) {
    return rows * LEAST;
  }

  /**
   * @param x shape (rows, in)
   * @param y shape (rows, out), written over
   * @param scratch see {@link #scratch(int)}
   */
  void run(float[] x, int rows, float[] y, float[] scratch) {
    if (padded == out) {
      kernel.affine(x, rows, in, weight, bias, out, y);
      return;
    }
    kernel.affine(x, rows, in, weight, bias, padded, scratch);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(scratch, r * padded, y, r * out, out);
    }
  }
}
