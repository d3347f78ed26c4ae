package io.stanflow.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which share of each host's flows is to be in each cell, so that all hosts together, or some of
 * them, have the shares that are asked for and each host stays as much one of its sort as that
 * allows: what a host has by its profile is multiplied by factors that are the same for all hosts
 * that something is asked of (iterative proportional fitting, Deming and Stephan, <i>On a least
 * squares adjustment of a sampled frequency table when the expected marginal totals are known</i>,
 * Ann. Math. Statist. 11, 1940).
 */
final class ShareTargets {
  private static final int MOST_ROUNDS = 1000;
  private static final double CLOSE = 1e-7;

  /** Largest difference from what is asked that is taken for having it. */
  private static final double CLOSE_ENOUGH = 1e-4;

  private ShareTargets() {}

  /**
   * Shares that are asked of the flows of some hosts together.
   *
   * @param hosts which they are
   * @param classes of each cell
   * @param shares of the classes, which sum to 1
   */
  record Asked(boolean[] hosts, int[] classes, double[] shares) {}

  /**
   * Fits the shares.
   *
   * @param natural of each host, the shares of all cells by its profile
   * @param flows of each host
   * @param given of all flows of each host, how many more it has in each cell, whatever is fitted
   * @return of each host the shares of all cells; empty if it cannot be
   */
  static Optional<double[][]> fit(
      double[][] natural, double[] flows, double[][] given, List<Asked> asked) {
    double[][] fitted = Arrays.stream(natural).map(double[]::clone).toArray(double[][]::new);
    double worst = 1;
    for (int round = 0; round < MOST_ROUNDS && worst >= CLOSE; round++) {
      worst = 0;
      for (Asked each : asked) {
        worst = Math.max(worst, move(fitted, flows, given, each));
      }
    }
    return worst < CLOSE_ENOUGH ? Optional.of(fitted) : Optional.empty();
  }

  /** Moves hosts' shares to what is asked; gives how far they were from it. */
  private static double move(double[][] fitted, double[] flows, double[][] given, Asked asked) {
    double[] own = together(fitted, flows, asked);
    double[] wanted = wanted(own, sums(given, asked), asked.shares);
    double all = Arrays.stream(own).sum();
    double worst = 0;
    double[] factors = new double[own.length];
    for (int c = 0; c < own.length; c++) {
      worst = Math.max(worst, Math.abs(own[c] - wanted[c]) / all);
      factors[c] = own[c] == 0 ? 1 : wanted[c] / own[c];
    }
    for (int h = 0; h < fitted.length; h++) {
      if (asked.hosts[h]) {
        scale(fitted[h], asked.classes, factors);
      }
    }
    return worst;
  }

  /** What is left to have, as far as not more is given already. */
  private static double[] wanted(double[] own, double[] given, double[] shares) {
    double all = Arrays.stream(own).sum() + Arrays.stream(given).sum();
    double[] wanted = new double[own.length];
    Arrays.setAll(wanted, c -> Math.max(0, shares[c] * all - given[c]));
    double scale = Arrays.stream(own).sum() / Arrays.stream(wanted).sum();
    return Arrays.stream(wanted).map(flows -> flows * scale).toArray();
  }

  /**
   * What is asked of all classes where it is of some: of the others, what is left is shared out as
   * the profiles have them.
   *
   * @param asked of each class, NaN where it is not asked for
   */
  static Asked completed(double[][] natural, double[] flows, boolean[] hosts, double[] asked) {
    int[] classes = new int[asked.length];
    Arrays.setAll(classes, c -> c);
    double[] now = together(natural, flows, new Asked(hosts, classes, asked));
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
    return new Asked(hosts, classes, Arrays.stream(targets).map(t -> t / sum).toArray());
  }

  /**
   * Refuses shares of one attribute that are too many.
   *
   * @param all whether they are of all that there is
   */
  static void checkSum(List<Share> shares, boolean all) {
    double sum = shares.stream().mapToDouble(Share::share).sum();
    if (sum > 1 + 1e-9 || (all && sum < 1 - 1e-9)) {
      throw new IllegalArgumentException(
          "the shares of %s are %s %% together, not 100 %%%s"
              .formatted(
                  shares.get(0).attribute(), Math.round(1e4 * sum) / 1e2, all ? "" : " at most"));
    }
  }

  /** A share is asked for that another one is a part of. */
  static IllegalArgumentException twice(Share share) {
    return new IllegalArgumentException(
        "the share of %s=%s is asked for twice".formatted(share.attribute(), share.word()));
  }

  /** There are no flows that have all of these shares. */
  static IllegalArgumentException impossible(List<Share> shares) {
    return new IllegalArgumentException(
        "no flows of these hosts can have the shares %s together; ask for fewer of them"
            .formatted(shares.stream().map(Share::text).collect(Collectors.joining(", "))));
  }

  /** Flows of each class. */
  private static double[] together(double[][] shares, double[] flows, Asked asked) {
    double[][] all = new double[flows.length][];
    for (int h = 0; h < all.length; h++) {
      double of = flows[h];
      all[h] = Arrays.stream(shares[h]).map(share -> share * of).toArray();
    }
    return sums(all, asked);
  }

  private static double[] sums(double[][] flows, Asked asked) {
    double[] sums = new double[asked.shares.length];
    for (int h = 0; h < flows.length; h++) {
      for (int cell = 0; asked.hosts[h] && cell < asked.classes.length; cell++) {
        sums[asked.classes[cell]] += flows[h][cell];
      }
    }
    return sums;
  }

  /** Multiplies cells; a host with nothing in those that are left stays as it is. */
  private static void scale(double[] shares, int[] classes, double[] factors) {
    double sum = 0;
    for (int cell = 0; cell < shares.length; cell++) {
      sum += shares[cell] * factors[classes[cell]];
    }
    for (int cell = 0; sum > 0 && cell < shares.length; cell++) {
      shares[cell] *= factors[classes[cell]] / sum;
    }
  }
}
