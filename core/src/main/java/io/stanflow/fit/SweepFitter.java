package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.codec.spec.SweepSpec.Kind;
import io.stanflow.fit.SweepFinder.Sweep;
import io.stanflow.flow.Address;
import io.stanflow.flow.Hours;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums up the sweeps of a table: how many begin in each hour, what kinds there are. */
final class SweepFitter {
  /** Steps of a share. */
  private static final double SHARES = 50;

  private final int hosts;
  private final AddressBook book;
  private final double unitsPerSecond;

  /**
   * @param hosts of the table
   * @param book of the codec, which knows the sweeps' peers
   */
  SweepFitter(int hosts, AddressBook book, double unitsPerSecond) {
    this.hosts = hosts;
    this.book = book;
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * Null where there are no sweeps.
   *
   * @param covered how often the table covers each hour of the day
   */
  SweepSpec fit(List<Sweep> all, double[] covered) {
    List<Sweep> sweeps =
        all.stream().filter(sweep -> book.popularIndex(sweep.peer()) >= 0).toList();
    if (sweeps.isEmpty()) {
      return null;
    }
    Map<String, List<Sweep>> kinds =
        sweeps.stream()
            .collect(Collectors.groupingBy(this::kindKey, TreeMap::new, Collectors.toList()));
    return new SweepSpec(
        starts(sweeps, covered), unseen(sweeps), kinds.values().stream().map(this::kind).toList());
  }

  private String kindKey(Sweep sweep) {
    return sweep.template().key() + List.of(share(sweep), spread(sweep), order(sweep));
  }

  private Kind kind(List<Sweep> alike) {
    Sweep first = alike.get(0);
    int[] peers = alike.stream().mapToInt(s -> book.popularIndex(s.peer())).sorted().toArray();
    return new Kind(
        first.template(), alike.size(), share(first), spread(first), order(first), peers);
  }

  private double share(Sweep sweep) {
    return Math.max(1, Math.round(SHARES * sweep.visits().size() / hosts)) / SHARES;
  }

  /** Twice the time between the quartiles, as if visits were uniform: one comes late at times. */
  private int spread(Sweep sweep) {
    List<Long> times = sweep.visits().values().stream().sorted().toList();
    int last = times.size() - 1;
    long quartiles = times.get(3 * last / 4) - times.get(last / 4);
    long seconds = (long) (2 * quartiles / unitsPerSecond);
    return Math.min(SweepSpec.SPREADS - 1, Long.SIZE - Long.numberOfLeadingZeros(seconds));
  }

  /** Spearman's correlation of the hosts' addresses and the times of their visits, in halves. */
  private static int order(Sweep sweep) {
    List<Address> byAddress = sweep.visits().keySet().stream().sorted().toList();
    double[] ranks = ranks(byAddress.stream().map(sweep.visits()::get).toList());
    double middle = (ranks.length - 1) / 2.0;
    double product = 0;
    double squares = 0;
    double others = 0;
    for (int i = 0; i < ranks.length; i++) {
      product += (i - middle) * (ranks[i] - middle);
      squares += (i - middle) * (i - middle);
      others += (ranks[i] - middle) * (ranks[i] - middle);
    }
    double correlation = others == 0 ? 0 : product / Math.sqrt(squares * others);
    return (int) Math.round(SweepSpec.ORDERS * correlation);
  }

  /** Ranks from 0 on; equal values have the mean of theirs. */
  private static double[] ranks(List<Long> values) {
    Map<Long, long[]> places = new HashMap<>(); // number, sum of places
    List<Long> sorted = values.stream().sorted().toList();
    for (int i = 0; i < sorted.size(); i++) {
      long[] place = places.computeIfAbsent(sorted.get(i), x -> new long[2]);
      place[0]++;
      place[1] += i;
    }
    return values.stream()
        .map(places::get)
        .mapToDouble(place -> place[1] / (double) place[0])
        .toArray();
  }

  /**
   * The share of peers that swept once: an estimate of the probability that the next sweep is by a
   * peer that has not swept yet (Good, The population frequencies of species, Biometrika 40, 1953).
   */
  private static double unseen(List<Sweep> sweeps) {
    Collection<Long> counts =
        sweeps.stream().collect(Collectors.groupingBy(Sweep::peer, Collectors.counting())).values();
    return counts.stream().filter(count -> count == 1).count() / (double) sweeps.size();
  }

  /** By hour of the day, drawn towards the mean of all by one hour of that. */
  private double[] starts(List<Sweep> sweeps, double[] covered) {
    double[] counts = new double[Hours.A_DAY];
    for (Sweep sweep : sweeps) {
      long first = Collections.min(sweep.visits().values());
      double micros = first * (1e6 / unitsPerSecond);
      counts[Hours.ofWeek((long) micros) % Hours.A_DAY]++;
    }
    double mean = sweeps.size() / Arrays.stream(covered).sum();
    double[] starts = new double[Hours.A_DAY];
    for (int h = 0; h < starts.length; h++) {
      starts[h] = (counts[h] + mean) / (covered[h] + 1);
    }
    return starts;
  }
}
