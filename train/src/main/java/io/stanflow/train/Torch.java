package io.stanflow.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

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

  /**
   * Prepares the calling thread. The engine would do so only at its first operation with a loop
   * over threads, and a matrix product before that one would be cut up, and rounded, in another
   * way.
   */
  static void prepareThread() {
    engine();
    JniUtils.setNumThreads(Integer.getInteger(THREADS));
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
   * Rows of a constant matrix.
   *
   * @param matrix shape (rows, columns)
   * @param indexes whole numbers of any shape, attached to the manager that the result shall have
   * @return the indexes' shape with columns appended
   */
  static NDArray look(NDArray matrix, NDArray indexes) {
    return JniUtils.embedding((PtNDArray) indexes, (PtNDArray) matrix, false);
  }

  /**
   * Sums of rows of {@code table}: a sparse matrix of ones times the table. PyTorch's look-up would
   * fill a gradient of the whole table at every use, and add to it row by row through its
   * dispatcher; that took a third of a training step.
   *
   * @param ones places of the ones: first the row of each, then its column, which is a row of the
   *     table
   * @param rows of the result
   * @return shape (rows, columns of the table)
   */
  static NDArray sums(NDManager scope, long[] ones, long rows, NDArray table) {
    long count = ones.length / 2;
    var places = (PtNDArray) indexes(scope, ones, 2, count);
    var values = (PtNDArray) scope.ones(new Shape(count));
    var shape = new Shape(rows, table.getShape().get(0));
    return JniUtils.createSparseCoo(places, values, shape).matMul(table);
  }

  /** Rows of {@code matrix}, with a gradient; see {@link #sums}. */
  static NDArray rows(NDManager scope, long[] indexes, NDArray matrix) {
    long[] ones = new long[2 * indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      ones[i] = i;
    }
    System.arraycopy(indexes, 0, ones, indexes.length, indexes.length);
    return sums(scope, ones, indexes.length, matrix);
  }

  static NDArray matrix(NDManager scope, float[] values, long... shape) {
    return scope.create(values, new Shape(shape));
  }

  static NDArray indexes(NDManager scope, long[] values, long... shape) {
    return scope.create(values, new Shape(shape));
  }

  /** x · weight + bias of the layer of this name. */
  static NDArray affine(Map<String, NDArray> weights, NDArray x, String name) {
    return x.matMul(weights.get(name + ".weight")).add(weights.get(name + ".bias"));
  }

  static NDArray sigmoid(NDArray x) {
    return x.getNDArrayInternal().sigmoid();
  }
}
