package io.stanflow.codec;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts a host's rows, as they are encoded, for its profile. */
final class HostCounts implements SeriesEncoder.Listener {
  private static final long HOUR_MICROS = 3_600_000_000L;
  private final FlowCodec codec;

  /** Per part of the day and class of an account: rows. */
  private final int[][] counts;

  private final int[] groups;
  private final int[][] tokens;

  /** Most specific component of each field of the row at hand; -1 for an absent field. */
  private final int[] components;

  private int rows;

  HostCounts(FlowCodec codec) {
    this.codec = codec;
    counts = new int[DayParts.COUNT][codec.accounts().size()];
    groups = ProfileFitter.outcomeGroups(codec.layout());
    tokens =
        Arrays.stream(groups)
            .mapToObj(g -> new int[codec.layout().groups().get(g).size()])
            .toArray(int[][]::new);
    components = new int[codec.layout().fields().size()];
  }

  @Override
  public void field(int row, int field, Target target) {
    components[field] = target.count() > 0 ? target.component(0) : -1;
  }

  @Override
  public void row(int row, Row decided, Inputs inputs) {
    Accounts accounts = codec.accounts();
    OutcomeClasses outcomes = codec.outcomes();
    int[] of = counts[DayParts.of(codec.spec().clockUnit() * decided.flow.time)];
    for (int f = 0; f < components.length; f++) {
      if (accounts.ofField(f) >= 0 && components[f] >= 0) {
        of[accounts.start(accounts.ofField(f)) + components[f]]++;
      }
    }
    for (int kind = 0; kind < outcomes.blocks(); kind++) {
      of[accounts.start(accounts.firstOutcomes()) + outcomes.of(decided.flow, kind)]++;
    }
    for (int g = 0; g < groups.length; g++) {
      tokens[g][inputs.tokens[groups[g]]]++;
    }
    rows++;
  }

  /** How often each component was the most specific one, and each outcome class. */
  int[][] counts() {
    return counts;
  }

  /**
   * All that is counted of a host.
   *
   * @param series that was encoded
   * @param coverage receives, for each UTC hour of the day, how often the data cover it; the
   *     largest over all hosts
   */
  HostProfile profile(
      Series series, HeavyPeers.Found heavy, List<UsualSize> sizes, double[] coverage) {
    return new HostProfile(
        series.host(),
        heavy.sketches(),
        heavy.addresses(),
        sizes,
        rhythm(series, coverage),
        rows,
        series.host() == null ? 1 : SharedPrefixes.peers(series).size(),
        counts,
        tokens);
  }

  private static double[] rhythm(Series series, double[] coverage) {
    double[] rhythm = new double[24];
    if (!series.flows().get(0).schema().has(Schema.TIME)) {
      Arrays.fill(rhythm, series.flows().size() / 24.0);
      Arrays.fill(coverage, 1);
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
}
