package io.stanflow.evaluate.learn;

import java.util.Optional;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * XGBoost's native library, which is unpacked from its jar into the temporary folder and needs
 * OpenMP from the system.
 */
public final class Xgboost {
  private static final String OPENMP =
      "; install OpenMP, the package libgomp1 on Debian and Ubuntu, libgomp on Fedora, libomp on"
          + " macOS";
  private static final String UNPACKED =
      "; it is unpacked and run in %s: make room there, or name another folder:"
          + " STANFLOW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER";

  private Xgboost() {}

  /** Why it does not start, with the remedy; empty if it does. */
  public static Optional<String> obstacle() {
    try {
      new DMatrix(new float[1], 1, 1, Float.NaN).dispose();
      return Optional.empty();
    } catch (XGBoostError | RuntimeException | LinkageError e) {
      return Optional.of(obstacle(e));
    }
  }

  /** Whether it starts: what tests that learn ask first. */
  public static boolean starts() {
    return obstacle().isEmpty();
  }

  static String obstacle(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).replaceAll("\\R", " ");
    return "XGBoost, which learns what evaluate reports, does not start: "
        + message
        + (message.contains("omp.")
            ? OPENMP
            : UNPACKED.formatted(System.getProperty("java.io.tmpdir")))
        + ", or use a machine of x86-64 or aarch64 with glibc";
  }
}
