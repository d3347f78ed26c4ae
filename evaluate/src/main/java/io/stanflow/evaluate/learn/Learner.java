package io.stanflow.evaluate.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The two learners, both XGBoost's (Chen and Guestrin, XGBoost: A Scalable Tree Boosting System,
 * KDD 2016): one that finds interactions and one that cannot.
 */
enum Learner {
  GRADIENT_BOOSTING("gradientBoosting", 60) {
    @Override
    Map<String, Object> options() {
      return Map.of(
          "booster", "gbtree", "tree_method", "hist", "max_depth", 6, "eta", 0.2, "max_bin", 256);
    }
  },
  LINEAR("linear", 40) {
    @Override
    Map<String, Object> options() { // coordinate descent: the same result on each run
      return Map.of("booster", "gblinear", "updater", "coord_descent", "eta", 0.5, "lambda", 1e-4);
    }
  };

  private final String text;
  private final int rounds;

  Learner(String text, int rounds) {
    this.text = text;
    this.rounds = rounds;
  }

  abstract Map<String, Object> options();

  /** Stable, for the report. */
  String text() {
    return text;
  }

  /**
   * What to learn.
   *
   * @param objective XGBoost's name
   * @param outputs of a prediction
   */
  record Target(String objective, int outputs) {
    static final Target NUMBER = new Target("reg:squarederror", 1);
    static final Target PROBABILITY = new Target("binary:logistic", 1);

    /** The probability of each of {@code k} classes. */
    static Target classes(int k) {
      return new Target("multi:softprob", k);
    }
  }

  /**
   * Fits.
   *
   * @param y number or class of each row
   * @return what has been learned, to be closed
   */
  Fitted fit(Matrix x, float[] y, Target target) {
    Matrix.Scale scale = this == LINEAR ? x.scale() : null; // trees do not care
    var options = new LinkedHashMap<>(options());
    options.put("objective", target.objective);
    options.put("seed", 1);
    options.put("nthread", 1); // the same result on any machine; whole tasks run side by side
    options.put("verbosity", 0);
    if (target.outputs > 1) {
      options.put("num_class", target.outputs);
    }
    try {
      DMatrix examples = matrix(scale == null ? x : scale.apply(x));
      try {
        examples.setLabel(y);
        return new Fitted(XGBoost.train(examples, options, rounds, Map.of(), null, null), scale);
      } finally {
        examples.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
  }

  private static DMatrix matrix(Matrix x) throws XGBoostError {
    return new DMatrix(x.values(), x.rows(), x.columns(), Float.NaN);
  }

  /** What a learner has learned. */
  static final class Fitted implements AutoCloseable {
    private final Booster booster;
    private final Matrix.Scale scale;

    private Fitted(Booster booster, Matrix.Scale scale) {
      this.booster = booster;
      this.scale = scale;
    }

    /** Predictions, one row for each of {@code x}: a number, or a probability for each class. */
    float[][] predict(Matrix x) {
      try {
        DMatrix examples = matrix(scale == null ? x : scale.apply(x));
        try {
          return booster.predict(examples);
        } finally {
          examples.dispose();
        }
      } catch (XGBoostError e) {
        throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      booster.dispose();
    }
  }
}
