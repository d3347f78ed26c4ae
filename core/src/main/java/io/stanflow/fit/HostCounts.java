package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Observation;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.Profile;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.Visit;
import io.stanflow.codec.Visits;
import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts a host's rows, as they are encoded, for its profile. */
final class HostCounts implements SeriesEncoder.Listener {
  private final FlowCodec codec;

  /** Per part of the day and class of an account: rows. */
  private final int[][] counts;

  private final int[] groups;
  private final int[][] tokens;

  /** Most specific component of each field of the row at hand; -1 for an absent field. */
  private final int[] components;

  private final List<SeriesEncoder.Listener> further;

  /** Rows that are visits, which are no flows of the host's own and not counted. */
  private final Set<Integer> visits;

  private int rows;

  /**
   * @param visits rows of the series that are visits
   * @param further listeners that take the same rows
   */
  HostCounts(FlowCodec codec, Set<Integer> visits, SeriesEncoder.Listener... further) {
    this.codec = codec;
    this.visits = visits;
    this.further = List.of(further);
    counts = new int[DayParts.COUNT][codec.marginalBlocks().size()];
    groups = codec.layout().outcomeGroups();
    tokens =
        Arrays.stream(groups)
            .mapToObj(g -> new int[codec.layout().groups().get(g).size()])
            .toArray(int[][]::new);
    components = new int[codec.layout().fields().size()];
  }

  @Override
  public void field(int row, int field, Target target) {
    components[field] = target.count() > 0 ? target.component(0) : -1;
    further.forEach(each -> each.field(row, field, target));
  }

  @Override
  public void row(int row, Observation decided, Inputs inputs) {
    if (!visits.contains(row)) {
      count(decided, inputs);
    }
    further.forEach(each -> each.row(row, decided, inputs));
  }

  private void count(Observation decided, Inputs inputs) {
    MarginalBlocks blocks = codec.marginalBlocks();
    OutcomeClasses outcomes = codec.outcomes();
    int[] of = counts[DayParts.of(codec.spec().clockUnit() * decided.time)];
    for (int f = 0; f < components.length; f++) {
      if (blocks.ofField(f) >= 0 && components[f] >= 0) {
        of[blocks.start(blocks.ofField(f)) + components[f]]++;
      }
    }
    for (int kind = 0; kind < outcomes.blocks(); kind++) {
      of[blocks.start(blocks.firstOutcomes()) + outcomes.of(decided, kind)]++;
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
   * All that is counted of a host, which is encoded under its own heavy peers and sizes: before
   * there is a profile.
   *
   * @param encoder of the table
   * @param visits of the table, as the encoder has them
   * @param encoded takes the rows too
   */
  static HostProfile of(
      Series series,
      FlowCodec codec,
      AddressBook book,
      SeriesEncoder encoder,
      Visits visits,
      SeriesEncoder.Listener... encoded) {
    Map<Integer, Visit> visited = visits.of(series.host());
    HeavyPeers heavy = HeavyPeers.of(series, codec, book, visited.values());
    List<UsualSize> sizes = UsualSizes.of(series, codec);
    Profile bare = codec.profile(Profile.Spec.of(heavy.sketches(), sizes));
    var counts = new HostCounts(codec, visited.keySet(), encoded);
    encoder.walk(series, encoder.intensity(series), bare, heavy.addresses(), counts);
    var own = new Series(series.host(), encoder.own(series));
    return counts.profile(own, heavy, sizes);
  }

  /**
   * @param series without visits
   */
  private HostProfile profile(Series series, HeavyPeers heavy, List<UsualSize> sizes) {
    return new HostProfile(
        series.host(),
        heavy,
        sizes,
        rhythm(series),
        rows,
        visits.size(),
        series.host() == null ? 1 : SharedPrefixes.peers(series).size(),
        counts,
        tokens);
  }

  /** Flows in each hour of the week; without time, as if all were of one day. */
  private static double[] rhythm(Series series) {
    double[] rhythm = new double[Hours.A_WEEK];
    if (!series.flows().get(0).schema().has(Schema.TIME)) {
      Arrays.fill(rhythm, 0, Hours.A_DAY, series.flows().size() / (double) Hours.A_DAY);
      return rhythm;
    }
    for (Flow flow : series.flows()) {
      rhythm[Hours.ofWeek(flow.timeMicros())]++;
    }
    return rhythm;
  }
}
