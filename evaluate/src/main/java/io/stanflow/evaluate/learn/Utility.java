package io.stanflow.evaluate.learn;

import java.util.List;

/**
 * Train on a file, test on real flows that nobody has trained on (TSTR; Esteban, Hyland and Rätsch
 * 2017, with the tasks of Xu et al. 2021).
 *
 * @param scores by task and learner
 * @param mixes by task and share of real flows among the training flows, falling
 */
public record Utility(List<Score> scores, List<Mix> mixes) {
  public Utility {
    scores = List.copyOf(scores);
    mixes = List.copyOf(mixes);
  }

  /**
   * How well a learner does a task.
   *
   * @param task {@code forecastBytes}, {@code completeProtocol}, {@code completeFlags} or {@code
   *     detectAttacks}
   * @param learner {@code gradientBoosting} or {@code linear}
   * @param measure {@code mse} (less is better), {@code macroF1} or {@code auc}
   * @param score on the test flows
   * @param ratioToReal score / that of training on real flows, inverted for {@code mse}: 1 as good
   *     as real, less is worse
   */
  public record Score(
      String task, String learner, String measure, double score, double ratioToReal) {}

  /**
   * Training on as many flows, part of them real; by gradient boosting.
   *
   * @param realShare in [0, 1]
   */
  public record Mix(
      String task, double realShare, String measure, double score, double ratioToReal) {}
}
