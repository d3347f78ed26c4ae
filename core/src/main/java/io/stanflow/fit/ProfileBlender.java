package io.stanflow.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Groups hosts so that each group has at least k similar ones: MDAV microaggregation
 * (Domingo-Ferrer and Mateo-Sanz, IEEE TKDE 14(1), 2002, algorithm MDAV-generic).
 */
public final class ProfileBlender {
  private ProfileBlender() {}

  /**
   * Partitions the hosts.
   *
   * @param points one vector for each host
   * @param k fewest hosts of a group; at most the number of points counts
   * @return indexes of the members of each group; every host is in exactly one
   */
  static List<List<Integer>> groups(List<float[]> points, int k) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      left.add(i);
    }
    List<List<Integer>> groups = new ArrayList<>();
    while (left.size() >= 3 * k) {
      int far = farthest(points, left, mean(points, left));
      int opposite = farthest(points, left, points.get(far));
      groups.add(takeNearest(points, left, points.get(far), k));
      groups.add(takeNearest(points, left, points.get(opposite), k));
    }
    if (left.size() >= 2 * k) {
      int far = farthest(points, left, mean(points, left));
      groups.add(takeNearest(points, left, points.get(far), k));
    }
    if (!left.isEmpty()) {
      groups.add(List.copyOf(left));
    }
    return groups;
  }

  /** Index of the group whose mean is nearest to {@code point}. */
  static int nearest(List<float[]> points, List<List<Integer>> groups, float[] point) {
    int best = 0;
    for (int g = 1; g < groups.size(); g++) {
      if (distance(mean(points, groups.get(g)), point)
          < distance(mean(points, groups.get(best)), point)) {
        best = g;
      }
    }
    return best;
  }

  private static List<Integer> takeNearest(
      List<float[]> points, List<Integer> left, float[] centre, int k) {
    List<Integer> nearest =
        left.stream()
            .sorted(Comparator.comparingDouble(i -> distance(points.get(i), centre)))
            .limit(k)
            .toList();
    left.removeAll(nearest);
    return nearest;
  }

  private static int farthest(List<float[]> points, List<Integer> among, float[] from) {
    return among.stream()
        .max(Comparator.comparingDouble(i -> distance(points.get(i), from)))
        .orElseThrow();
  }

  private static float[] mean(List<float[]> points, List<Integer> members) {
    float[] mean = new float[points.get(0).length];
    for (int i : members) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += points.get(i)[d] / members.size();
      }
    }
    return mean;
  }

  /** Squared. */
  static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
