package io.stanflow.model;

import java.util.ServiceLoader;

/**
 * Inner loops of the forward pass. All kernels give the same bits: every output is summed in one
 * fixed order by fused multiply-adds, so neither the kernel nor the lanes beside it change a flow.
 * They need a processor with such an instruction (x86-64 since 2013, every 64-bit ARM); without it
 * they are right but slow.
 */
public interface Kernel {
  /** The module of the JDK that the fast kernel needs. */
  String VECTOR_MODULE = "jdk.incubator.vector";

  /** For people: which one this is. */
  String name();

  /**
   * The weights of a layer, shape (in, out), in the order in which {@link #affine} of this kernel
   * reads them.
   */
  default float[] arrange(float[] w, int in, int out) {
    return w;
  }

  /**
   * y = x · W + b for {@code rows} rows: b first, then the inputs in their order.
   *
   * @param x shape (rows, in)
   * @param w shape (in, out), {@linkplain #arrange arranged}
   * @param b {@code out} numbers
   * @param y shape (rows, out), written over
   */
  void affine(float[] x, int rows, int in, float[] w, float[] b, int out, float[] y);

  /** Rows of logits have a multiple of so many places. */
  int STRIDE = 16;

  /** The least multiple of {@link #STRIDE} that is not below {@code n}. */
  static int padded(int n) {
    return (n + STRIDE - 1) / STRIDE * STRIDE;
  }

  /** A logit that is not allowed counts as this much less than it is. */
  float FAR = 1e30f;

  /**
   * Weights of a softmax over some of {@code n} logits: e^(x − the largest of them) by {@link
   * Elementary#exp}, 0 for the others.
   *
   * @param x finite logits, the first at {@code from}
   * @param n a multiple of {@link #STRIDE}
   * @param allowed which of them: 1, else 0
   * @param weights receives {@code n} weights
   * @param sums receives {@link #STRIDE} sums: the j-th of the weights j, j + 16, j + 32, …, in
   *     that order
   */
  void weigh(float[] x, int from, int n, float[] allowed, float[] weights, float[] sums);

  /** x · σ(x) of the first {@code n} numbers, in place (Elfwing et al. 2018). */
  void silu(float[] x, int n);

  /**
   * tanh(a) · σ(b), the gated activation (van den Oord et al., WaveNet, 2016, eq. 2).
   *
   * @param gates shape (rows, 2 · width), each row's a before its b; lost
   * @param y shape (rows, width)
   */
  void gate(float[] gates, int rows, int width, float[] y);

  /** y += w. */
  void add(float[] w, int wFrom, int n, float[] y, int yFrom);

  /**
   * y += rows of a table, one after the other.
   *
   * @param w the table
   * @param starts where in it the first {@code count} rows start
   * @param n length of a row
   */
  void addRows(float[] w, int[] starts, int count, int n, float[] y, int yFrom);

  /**
   * y += Σ a_i · rows of a table, one after the other.
   *
   * @param a the first {@code count} factors
   */
  void addScaledRows(float[] a, float[] w, int[] starts, int count, int n, float[] y, int yFrom);

  /** Loops in plain Java, for any JVM. */
  static Kernel plain() {
    return PlainKernel.INSTANCE;
  }

  /**
   * The fastest that this JVM can run: that of stanflow-vector if it is on the class path and the
   * JVM was started with {@code --add-modules jdk.incubator.vector}, else the plain one.
   */
  static Kernel best() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()
        ? plain()
        : ServiceLoader.load(Kernel.class, Kernel.class.getClassLoader())
            .findFirst()
            .orElse(plain());
  }
}
