package io.stanflow.codec;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.HashSet;
import java.util.Set;

/** Counts one encoded series for its host's profile. */
final class HostCounts {
  private static final long HOUR_MICROS = 3_600_000_000L;

  private HostCounts() {}

  /**
   * @param coverage receives, for each UTC hour of the day, how often the data cover it; the
   *     largest over all hosts
   */
  static HostProfile of(
      Series series,
      HeavyPeers.Found heavy,
      EncodedSeries encoded,
      FlowCodec codec,
      double[] coverage) {
    return new HostProfile(
        series.host(),
        heavy.sketches(),
        heavy.addresses(),
        rhythm(series, coverage),
        encoded.rows(),
        series.host() == null ? 1 : SharedPrefixes.peers(series).size(),
        counts(series, encoded, codec),
        tokens(encoded, codec.layout()));
  }

  private static double[] rhythm(Series series, double[] coverage) {
    double[] rhythm = new double[24];
    if (!series.flows().get(0).schema().has(Schema.TIME)) {
      java.util.Arrays.fill(rhythm, series.flows().size() / 24.0);
      java.util.Arrays.fill(coverage, 1);
      return rhythm;
    }
    Set<Long> hours = new HashSet<>();
    for (Flow flow : series.flows()) {
      long hour = Math.floorDiv(flow.timeMicros(), HOUR_MICROS);
      rhythm[(int) Math.floorMod(hour, 24L)]++;
      hours.add(hour);
    }
    double[] own = new double[24];
    for (long hour : hours) {
      own[(int) Math.floorMod(hour, 24L)]++;
    }
    for (int h = 0; h < 24; h++) {
      coverage[h] = Math.max(coverage[h], own[h]);
    }
    return rhythm;
  }

  /** How often each component is the most specific one, and each outcome class. */
  static int[][] counts(Series series, EncodedSeries encoded, FlowCodec codec) {
    Accounts accounts = codec.accounts();
    OutcomeClasses outcomes = codec.outcomes();
    int[][] counts = new int[DayParts.COUNT][accounts.size()];
    boolean timed = series.flows().get(0).schema().has(Schema.TIME);
    var seen = new Observation(codec.spec().categories().size(), codec.spec().quantities().size());
    for (int row = 0; row < encoded.rows(); row++) {
      Flow flow = series.flows().get(row);
      int[] of = counts[timed ? DayParts.of(flow.timeMicros()) : 0];
      codec.view().observe(flow, series.host(), seen);
      for (int f = 0; f < encoded.components.length; f++) {
        int covers = codec.layout().fields().get(f).covers();
        int component = accounts.ofField(f) < 0 ? -1 : encoded.components[f][row * covers];
        if (component >= 0) {
          of[accounts.start(accounts.ofField(f)) + component]++;
        }
      }
      for (int kind = 0; kind < outcomes.blocks(); kind++) {
        of[accounts.start(accounts.firstOutcomes()) + outcomes.of(seen, kind)]++;
      }
    }
    return counts;
  }

  private static int[][] tokens(EncodedSeries encoded, Layout layout) {
    int[] groups = ProfileFitter.outcomeGroups(layout);
    int[][] counts = new int[groups.length][];
    for (int g = 0; g < groups.length; g++) {
      counts[g] = new int[layout.groups().get(groups[g]).size()];
      for (int row = 0; row < encoded.rows(); row++) {
        counts[g][encoded.tokens[row * layout.groups().size() + groups[g]]]++;
      }
    }
    return counts;
  }
}
