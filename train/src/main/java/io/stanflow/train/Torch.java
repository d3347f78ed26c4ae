package io.stanflow.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The few engine calls that DJL's public interface lacks, in one place: gradients on several
 * threads (DJL allows one {@code GradientCollector} in a JVM) and row look-up with a gradient.
 *
 * <p>An array belongs to the manager of its first operand, so every graph is built from arrays of
 * one step's manager and goes with it.
 */
final class Torch {
  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final String INTEROP_THREADS = "ai.djl.pytorch.num_interop_threads";

  private Torch() {}

  /**
   * Starts the engine with one thread per operation: OpenMP threads collapse on a busy machine, so
   * parallelism comes from workers. Settings given on the command line win.
   */
  static Engine engine() {
    System.setProperty(THREADS, System.getProperty(THREADS, "1"));
    System.setProperty(INTEROP_THREADS, System.getProperty(INTEROP_THREADS, "1"));
    System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
    return Engine.getEngine("PyTorch");
  }

  /** A scope on {@code device}: closing it frees every array made in it. */
  static NDManager scope(Device device) {
    return engine().newBaseManager(device);
  }

  /** Turns recording of gradients on or off for this thread. */
  static void recordGradients(boolean on) {
    JniUtils.setGradMode(on);
  }

  /** Computes gradients of the scalar {@code loss} for every parameter that it depends on. */
  static void backward(NDArray loss) {
    try (NDArray one = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /**
   * Rows of a matrix.
   *
   * @param matrix shape (rows, columns)
   * @param indexes whole numbers of any shape, attached to the manager that the result shall have
   * @return the indexes' shape with columns appended
   */
  static NDArray rows(NDArray matrix, NDArray indexes) {
    return JniUtils.embedding((PtNDArray) indexes, (PtNDArray) matrix, false);
  }

  static NDArray matrix(NDManager scope, float[] values, long... shape) {
    return scope.create(values, new Shape(shape));
  }

  static NDArray indexes(NDManager scope, long[] values, long... shape) {
    return scope.create(values, new Shape(shape));
  }
}
