package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.learn.Auc;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Area under the ROC curve of a score that should tell members from others: the probability that a
 * member scores above another, ties counted half (Hanley and McNeil, Radiology 143, 1982), with the
 * 95 % percentile interval of a bootstrap over hosts (Efron and Tibshirani 1993, ch. 13).
 *
 * @param auc ½ if the score says nothing, 1 if every member scores above every other
 */
record RocArea(double auc, double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  /** Scores of members and of others, resampled for an interval. */
  private record Scores(double[] members, double[] others) {}

  /** Members and others are different hosts: each side is resampled by itself. */
  static RocArea ofGroups(double[] members, double[] others, long seed) {
    return of(
        new Scores(members, others),
        random -> new Scores(draw(members, random), draw(others, random)),
        scores -> Auc.area(scores.members, scores.others),
        seed);
  }

  /** Entry i of both sides is of one host, which is resampled as a whole; all are compared. */
  static RocArea ofPairs(double[] members, double[] others, long seed) {
    return of(
        new Scores(members, others),
        random -> drawPairs(members, others, random),
        scores -> Auc.area(scores.members, scores.others),
        seed);
  }

  /** Like {@link #ofPairs}, but each host is compared with itself alone. */
  static RocArea withinPairs(double[] members, double[] others, long seed) {
    return of(
        new Scores(members, others),
        random -> drawPairs(members, others, random),
        scores -> shareAbove(scores.members, scores.others),
        seed);
  }

  private interface Resampling {
    Scores draw(SplittableRandom random);
  }

  private static RocArea of(
      Scores scores, Resampling resampling, ToDoubleFunction<Scores> statistic, long seed) {
    var random = new SplittableRandom(seed);
    double[] areas = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      areas[i] = statistic.applyAsDouble(resampling.draw(random));
    }
    Arrays.sort(areas);
    int tail = (int) (TAIL * RESAMPLES);
    return new RocArea(statistic.applyAsDouble(scores), areas[tail], areas[RESAMPLES - 1 - tail]);
  }

  private static double[] draw(double[] scores, SplittableRandom random) {
    double[] drawn = new double[scores.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = scores[random.nextInt(scores.length)];
    }
    return drawn;
  }

  private static Scores drawPairs(double[] members, double[] others, SplittableRandom random) {
    double[] left = new double[members.length];
    double[] right = new double[members.length];
    for (int i = 0; i < left.length; i++) {
      int host = random.nextInt(left.length);
      left[i] = members[host];
      right[i] = others[host];
    }
    return new Scores(left, right);
  }

  private static double shareAbove(double[] members, double[] others) {
    double wins = 0;
    for (int i = 0; i < members.length; i++) {
      wins += members[i] > others[i] ? 1 : members[i] == others[i] ? 0.5 : 0;
    }
    return wins / members.length;
  }
}
