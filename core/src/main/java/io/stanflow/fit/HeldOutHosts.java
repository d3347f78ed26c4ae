package io.stanflow.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which hosts training leaves out, by their places in the table. Each has others like it that
 * training sees: of a group of similar hosts one is left out, none that is far from all others, and
 * none that many of the flows are of.
 */
public final class HeldOutHosts {
  /** Entry of a model's training record: the places, ascending, with blanks between. */
  public static final String PLACES = "heldOutPlaces";

  /** Fewest hosts of which some are held out whole. */
  private static final int HOSTS_TO_HOLD_OUT = 8;

  /** More would cost time in each epoch, and say no more. */
  static final int MOST = 140;

  /** Hosts that are grouped; of more, so many at random. */
  private static final int CANDIDATES = 1024;

  /** Least hosts of a group where not so many are held out that groups must be smaller. */
  private static final int GROUP = 5;

  /**
   * Squared distance to the next host, in medians of that, from which on one is of its own kind.
   */
  private static final double ALONE = 4;

  /** Flows of a host, in those of the mean one, beyond which it is not left out. */
  private static final int LARGE = 3;

  private HeldOutHosts() {}

  /**
   * Chooses hosts. None of few: there the end of each series is kept instead.
   *
   * @param positions of all hosts, near where hosts are alike
   * @param flows of each host
   */
  static Set<Integer> choose(List<float[]> positions, int[] flows, TrainingData.Options options) {
    int hosts = positions.size();
    if (hosts < HOSTS_TO_HOLD_OUT || options.heldOut() == 0) {
      return Set.of();
    }
    long share = Math.max(1, Math.round(options.heldOut() * hosts));
    int wanted = (int) Math.min(share, Math.min(MOST, hosts / 2));
    var random = new Random(options.seed());
    List<Integer> candidates = new ArrayList<>(IntStream.range(0, hosts).boxed().toList());
    Collections.shuffle(candidates, random);
    candidates = candidates.subList(0, Math.min(CANDIDATES, hosts));
    List<float[]> points = candidates.stream().map(positions::get).toList();
    int size = Math.max(2, Math.min(GROUP, points.size() / wanted));
    List<List<Integer>> groups = new ArrayList<>(ProfileBlender.groups(points, size));
    Collections.shuffle(groups, random);
    boolean[] alone = alone(points);
    double most = LARGE * Arrays.stream(flows).average().orElse(0);
    var chosen = new TreeSet<Integer>();
    for (List<Integer> group : groups) {
      List<Integer> able =
          group.stream()
              .filter(member -> !alone[member])
              .map(candidates::get)
              .filter(host -> flows[host] <= most)
              .toList();
      if (chosen.size() < wanted && able.size() > 1) {
        chosen.add(able.get(random.nextInt(able.size())));
      }
    }
    return chosen;
  }

  private static boolean[] alone(List<float[]> points) {
    double[] nearest = new double[points.size()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = Double.POSITIVE_INFINITY;
      for (int j = 0; j < nearest.length; j++) {
        double distance = ProfileBlender.distance(points.get(i), points.get(j));
        nearest[i] = i == j ? nearest[i] : Math.min(nearest[i], distance);
      }
    }
    double[] sorted = nearest.clone();
    Arrays.sort(sorted);
    boolean[] alone = new boolean[nearest.length];
    for (int i = 0; i < alone.length; i++) {
      alone[i] = nearest[i] > ALONE * sorted[sorted.length / 2];
    }
    return alone;
  }

  /** Places as the training record has them. */
  public static String text(Set<Integer> places) {
    return places.stream().sorted().map(Object::toString).collect(Collectors.joining(" "));
  }

  /** The places that a model's training record names; empty if it has no such entry. */
  public static Optional<Set<Integer>> recorded(Map<String, String> training) {
    String text = training.get(PLACES);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Arrays.stream(text.split(" "))
              .filter(place -> !place.isEmpty())
              .map(Integer::valueOf)
              .collect(Collectors.toSet()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
