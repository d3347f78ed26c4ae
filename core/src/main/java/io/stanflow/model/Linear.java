package io.stanflow.model;

import java.util.Arrays;

/**
 * y = x · W + b, each row of y as long as kernels like it: with zeros after the outputs, since
 * kernels run along them in whole vectors.
 */
final class Linear {
  private static final int LEAST = 2 * Kernel.STRIDE;
  private final Kernel kernel;
  private final int in;
  private final int stride;
  private final float[] weight;
  private final float[] bias;

  /**
   * @param name of the layer, whose tensors are its {@code .weight}, shape (in, out), and {@code
   *     .bias}
   * @param in length of a row of x, which may have zeros after the inputs
   */
  Linear(Weights weights, String name, int in, Kernel kernel) {
    this.kernel = kernel;
    this.in = in;
    float[] w = weights.get(name + ".weight");
    float[] b = weights.get(name + ".bias");
    stride = stride(b.length);
    bias = Arrays.copyOf(b, stride);
    float[] padded = new float[in * stride];
    for (int i = 0; i < w.length / b.length; i++) {
      System.arraycopy(w, i * b.length, padded, i * stride, b.length);
    }
    weight = kernel.arrange(padded, in, stride);
  }

  /** Length of a row of so many outputs. */
  static int stride(int outputs) {
    return Math.max(LEAST, Kernel.padded(outputs));
  }

  /**
   * @param x shape (rows, in)
   * @param y shape (rows, {@link #stride(int)} of the outputs), written over
   */
  void run(float[] x, int rows, float[] y) {
    kernel.affine(x, rows, in, weight, bias, stride, y);
  }
}
