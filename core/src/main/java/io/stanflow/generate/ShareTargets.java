package io.stanflow.generate;

import java.util.Arrays;

/**
 * Which share of each host's flows is to have each class of a condition, so that all hosts together
 * have the shares that are asked for and each host stays as much one of its sort as that allows:
 * what a host has by its profile is multiplied by a factor for each class, the same for all hosts
 * (iterative proportional fitting, Deming and Stephan, <i>On a least squares adjustment of a
 * sampled frequency table when the expected marginal totals are known</i>, Ann. Math. Statist. 11,
 * 1940).
 */
final class ShareTargets {
  private static final int MOST_ROUNDS = 1000;
  private static final double CLOSE = 1e-7;

  private ShareTargets() {}

  /**
   * Fits the shares.
   *
   * @param natural of each host, the shares of all classes by its profile
   * @param flows of each host
   * @param asked of each class, the share of all flows, NaN where it is not asked for
   * @return of each host the shares of all classes
   */
  static double[][] fit(double[][] natural, double[] flows, double[] asked) {
    double[] targets = targets(natural, flows, asked);
    double[] factors = new double[targets.length];
    Arrays.fill(factors, 1);
    double[][] fitted = scaled(natural, factors);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] now = together(fitted, flows);
      double worst = 0;
      for (int c = 0; c < targets.length; c++) {
        worst = Math.max(worst, Math.abs(now[c] - targets[c]));
        factors[c] = now[c] == 0 ? factors[c] : factors[c] * targets[c] / now[c];
      }
      if (worst < CLOSE) {
        break;
      }
      fitted = scaled(natural, factors);
    }
    return fitted;
  }

  /** Of classes that are not asked for, what is left is shared out as the profiles have them. */
  private static double[] targets(double[][] natural, double[] flows, double[] asked) {
    double[] now = together(natural, flows);
    double left = 1;
    double others = 0;
    for (int c = 0; c < asked.length; c++) {
      left -= Double.isNaN(asked[c]) ? 0 : asked[c];
      others += Double.isNaN(asked[c]) ? now[c] : 0;
    }
    double[] targets = new double[asked.length];
    for (int c = 0; c < asked.length; c++) {
      boolean free = Double.isNaN(asked[c]);
      targets[c] = !free ? asked[c] : others == 0 ? 0 : Math.max(0, left) * now[c] / others;
    }
    double sum = Arrays.stream(targets).sum(); // below 1 where all classes are asked for
    return Arrays.stream(targets).map(t -> t / sum).toArray();
  }

  private static double[] together(double[][] shares, double[] flows) {
    double[] sums = new double[shares[0].length];
    double all = Arrays.stream(flows).sum();
    for (int h = 0; h < shares.length; h++) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += shares[h][c] * flows[h] / all;
      }
    }
    return sums;
  }

  private static double[][] scaled(double[][] shares, double[] factors) {
    double[][] scaled = new double[shares.length][factors.length];
    for (int h = 0; h < shares.length; h++) {
      double sum = 0;
      for (int c = 0; c < factors.length; c++) {
        scaled[h][c] = shares[h][c] * factors[c];
        sum += scaled[h][c];
      }
      for (int c = 0; c < factors.length; c++) {
        scaled[h][c] /= sum;
      }
    }
    return scaled;
  }
}
