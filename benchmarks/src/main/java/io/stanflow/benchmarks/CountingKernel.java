package io.stanflow.benchmarks;

import io.stanflow.model.Kernel;

/** Counts the floating-point operations of the matrix products, and the time that they take. */
final class CountingKernel implements Kernel {
  private final Kernel kernel;
  private long operations;
  private long nanos;

  CountingKernel(Kernel kernel) {
    this.kernel = kernel;
  }

  long operations() {
    return operations;
  }

  long nanos() {
    return nanos;
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public float[] arrange(float[] w, int in, int out) {
    return kernel.arrange(w, in, out);
  }

  @Override
  public void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y) {
    long begin = System.nanoTime();
    kernel.affine(x, rows, in, w, b, out, y);
    nanos += System.nanoTime() - begin;
    operations += 2L * rows * in * out;
  }

  @Override
  public void weigh(float[] x, int from, int n, float[] allowed, float[] weights, float[] sums) {
    kernel.weigh(x, from, n, allowed, weights, sums);
  }

  @Override
  public void silu(float[] x, int n) {
    kernel.silu(x, n);
  }

  @Override
  public void gate(float[] gates, int rows, int width, float[] y) {
    kernel.gate(gates, rows, width, y);
  }

  @Override
  public void add(float[] w, int wFrom, int n, float[] y, int yFrom) {
    kernel.add(w, wFrom, n, y, yFrom);
  }

  @Override
  public void addScaledRows(
      float[] a, float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    kernel.addScaledRows(a, w, starts, count, n, y, yFrom);
  }

  @Override
  public void addRows(float[] w, int[] starts, int count, int n, float[] y, int yFrom) {
    kernel.addRows(w, starts, count, n, y, yFrom);
  }
}
