package io.stanflow.evaluate.learn;

import java.util.Optional;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** XGBoost's native library, which comes in its jar but needs OpenMP from the system. */
public final class Xgboost {
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
    return "XGBoost, which learns what evaluate reports, does not start: "
        + String.valueOf(cause.getMessage()).replaceAll("\\R", " ")
        + "; install OpenMP, the package libgomp1 on Debian and Ubuntu, libgomp on Fedora, libomp"
        + " on macOS, or use a machine of x86-64 or aarch64 with glibc";
  }
}
