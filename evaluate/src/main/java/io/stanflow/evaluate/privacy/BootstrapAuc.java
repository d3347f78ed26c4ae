package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.learn.Auc;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Area under the ROC curve of a score that should tell members from others, as {@link Auc} has it,
 * with the 95 % percentile interval of a bootstrap over hosts (Efron and Tibshirani 1993, ch. 13).
 */
final class BootstrapAuc {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  private BootstrapAuc() {}

  /** Members and others are different hosts: each side is resampled by itself. */
  static Auc ofGroups(double[] members, double[] others, long seed) {
    return of(new Scores(members, others), Scores::drawGroups, Scores::area, seed);
  }

  /** Entry i of both sides is of one host, which is resampled as a whole; all are compared. */
  static Auc ofPairs(double[] members, double[] others, long seed) {
    return of(new Scores(members, others), Scores::drawPairs, Scores::area, seed);
  }

  /** Like {@link #ofPairs}, but each host is compared with itself alone. */
  static Auc withinPairs(double[] members, double[] others, long seed) {
    return of(new Scores(members, others), Scores::drawPairs, Scores::shareAbove, seed);
  }

  private static Auc of(
      Scores scores,
      BiFunction<Scores, SplittableRandom, Scores> resampling,
      ToDoubleFunction<Scores> statistic,
      long seed) {
    var random = new SplittableRandom(seed);
    double[] areas = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      areas[i] = statistic.applyAsDouble(resampling.apply(scores, random));
    }
    Arrays.sort(areas);
    int tail = (int) (TAIL * RESAMPLES);
    return new Auc(statistic.applyAsDouble(scores), areas[tail], areas[RESAMPLES - 1 - tail]);
  }

  /** Scores of members and of others. */
  private record Scores(double[] members, double[] others) {
    Scores drawGroups(SplittableRandom random) {
      return new Scores(draw(members, random), draw(others, random));
    }

    private static double[] draw(double[] scores, SplittableRandom random) {
      double[] drawn = new double[scores.length];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = scores[random.nextInt(scores.length)];
      }
      return drawn;
    }

    Scores drawPairs(SplittableRandom random) {
      double[] left = new double[members.length];
      double[] right = new double[members.length];
      for (int i = 0; i < left.length; i++) {
        int host = random.nextInt(left.length);
        left[i] = members[host];
        right[i] = others[host];
      }
      return new Scores(left, right);
    }

    double area() {
      return Auc.area(members, others);
    }

    double shareAbove() {
      double wins = 0;
      for (int i = 0; i < members.length; i++) {
        wins += members[i] > others[i] ? 1 : members[i] == others[i] ? 0.5 : 0;
      }
      return wins / members.length;
    }
  }
}
