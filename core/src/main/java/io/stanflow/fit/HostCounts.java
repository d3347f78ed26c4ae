package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.DayParts;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Given;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.Observation;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.Profile;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.Tick;
import io.stanflow.codec.Visit;
import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts a host's rows, as they are encoded, for its profile. */
final class HostCounts implements SeriesEncoder.Listener {
  private final FlowCodec codec;

  /** Per part of the day and class of an account: rows. */
  private final int[][] counts;

  private final int[] groups;
  private final int[][] tokens;

  /** Where the tokens of each group stand in those of a part; last: their number. */
  private final int[] offsets;

  private final PartKinds kinds;
  private final Map<Integer, ServicePart.Tally> parts = new TreeMap<>();
  private final Set<Address> met = new HashSet<>();

  /** Per heavy peer and kind of part: rows. */
  private final List<Map<Integer, Integer>> heavy = new ArrayList<>();

  /** Most specific component of each field of the row at hand; -1 for an absent field. */
  private final int[] components;

  private final List<SeriesEncoder.Listener> further;

  /** Rows that are no flows of the host's own. */
  private final Map<Integer, Given> given;

  private int rows;

  /**
   * @param given rows of the series that are
   * @param further listeners that take the same rows
   */
  HostCounts(FlowCodec codec, Map<Integer, Given> given, SeriesEncoder.Listener... further) {
    this.codec = codec;
    this.given = given;
    this.further = List.of(further);
    counts = new int[DayParts.COUNT][codec.marginalBlocks().size()];
    groups = codec.layout().outcomeGroups();
    tokens =
        Arrays.stream(groups)
            .mapToObj(g -> new int[codec.layout().groups().get(g).size()])
            .toArray(int[][]::new);
    kinds = new PartKinds(codec);
    offsets = codec.layout().offsets(groups);
    components = new int[codec.layout().fields().size()];
    for (int j = 0; j < HeavyPeer.MOST; j++) {
      heavy.add(new TreeMap<>());
    }
  }

  @Override
  public void field(int row, int field, Target target) {
    components[field] = target.count() > 0 ? target.component(0) : -1;
    further.forEach(each -> each.field(row, field, target));
  }

  @Override
  public void row(int row, Observation decided, Inputs inputs) {
    if (!given.containsKey(row)) {
      count(decided, inputs);
    } else if (given.get(row) instanceof Tick) {
      countTick(decided, inputs);
    }
    further.forEach(each -> each.row(row, decided, inputs));
  }

  /** Of a tick no more than what quantities flows of its service have. */
  private void countTick(Observation decided, Inputs inputs) {
    MarginalBlocks blocks = codec.marginalBlocks();
    int part = DayParts.of(codec.spec().clockUnit() * decided.time);
    ServicePart.Tally tally = tally(kinds.of(decided, inputs));
    int first = part * counts[part].length + blocks.start(blocks.firstOutcomes());
    for (int q = 0; q < tally.most.length; q++) {
      tally.ticks[first + codec.outcomes().of(decided, 1 + q)]++;
      tally.most[q] = Math.max(tally.most[q], decided.quantities[q]);
    }
  }

  private void count(Observation decided, Inputs inputs) {
    MarginalBlocks blocks = codec.marginalBlocks();
    OutcomeClasses outcomes = codec.outcomes();
    int part = DayParts.of(codec.spec().clockUnit() * decided.time);
    int[] of = counts[part];
    int kind = kinds.of(decided, inputs);
    ServicePart.Tally tally = tally(kind, decided);
    for (int f = 0; f < components.length; f++) {
      if (blocks.ofField(f) >= 0 && components[f] >= 0) {
        int c = blocks.start(blocks.ofField(f)) + components[f];
        of[c]++;
        tally.counts[part * of.length + c]++;
      }
    }
    for (int block = 0; block < outcomes.blocks(); block++) {
      int c = blocks.start(blocks.firstOutcomes()) + outcomes.of(decided, block);
      of[c]++;
      tally.counts[part * of.length + c]++;
    }
    for (int g = 0; g < groups.length; g++) {
      tokens[g][inputs.tokens[groups[g]]]++;
      tally.tokens[offsets[g] + inputs.tokens[groups[g]]]++;
    }
    int pointer = codec.layout().pointerField();
    int slot = pointer < 0 ? -1 : components[pointer] - MadeHeavyPeers.first(codec);
    if (slot >= 0) {
      heavy.get(slot).merge(kind, 1, Integer::sum);
    }
    rows++;
  }

  private ServicePart.Tally tally(int kind) {
    return parts.computeIfAbsent(
        kind,
        x ->
            new ServicePart.Tally(
                counts.length * counts[0].length,
                offsets[groups.length],
                codec.spec().quantities().size()));
  }

  private ServicePart.Tally tally(int kind, Observation decided) {
    ServicePart.Tally tally = tally(kind);
    tally.rows++;
    if (codec.spec().clockUnit() == 0) {
      for (int hour = 0; hour < Hours.A_DAY; hour++) {
        tally.rhythm[hour] += 1.0 / Hours.A_DAY; // as if all were of one day
      }
    } else {
      tally.rhythm[Hours.ofWeek(codec.spec().clockUnit() * decided.time)]++;
    }
    for (int q = 0; q < tally.most.length; q++) {
      tally.most[q] = Math.max(tally.most[q], decided.quantities[q]);
    }
    tally.peers += decided.peer != null && met.add(decided.peer) ? 1 : 0;
    return tally;
  }

  /** The kind of most flows with each heavy peer. */
  private int[] heavyKinds() {
    return heavy.stream()
        .mapToInt(
            kinds ->
                kinds.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(-1))
        .toArray();
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
   * @param all of the table, as the encoder has it
   * @param encoded takes the rows too
   */
  static HostProfile of(
      Series series,
      FlowCodec codec,
      AddressBook book,
      SeriesEncoder encoder,
      Superposition all,
      SeriesEncoder.Listener... encoded) {
    Map<Integer, Given> given = all.of(series);
    List<Visit> visits =
        given.values().stream().filter(Visit.class::isInstance).map(Visit.class::cast).toList();
    HeavyPeers heavy = HeavyPeers.of(series, codec, book, visits);
    List<UsualSize> sizes = UsualSizes.of(series, codec);
    Profile bare = codec.profile(Profile.Spec.of(heavy.sketches(), sizes));
    var counts = new HostCounts(codec, given, encoded);
    encoder.walk(series, encoder.intensity(series), bare, heavy.addresses(), counts);
    var own = new Series(series.host(), encoder.own(series));
    return counts.profile(own, heavy, sizes, visits.size(), all.timers(series, heavy.addresses()));
  }

  /**
   * @param series the host's own flows
   */
  private HostProfile profile(
      Series series, HeavyPeers heavy, List<UsualSize> sizes, int visits, List<Timer> timers) {
    int[] heavyKinds = heavyKinds();
    for (Timer timer : timers) {
      int kind = kind(timer);
      tally(kind).timers.add(timer);
      if (timer.heavy() >= 0 && heavyKinds[timer.heavy()] < 0) {
        heavyKinds[timer.heavy()] = kind; // nothing but ticks is with it
      }
    }
    return new HostProfile(
        series.host(),
        heavy,
        sizes,
        rhythm(series),
        rows,
        visits,
        series.host() == null ? 1 : FirstFlows.of(series).keySet().size(),
        timers,
        counts,
        tokens,
        parts.entrySet().stream().map(part -> part.getValue().part(part.getKey())).toList(),
        heavyKinds);
  }

  /** The kind of a timer: of its service the label of most flows. */
  private int kind(Timer timer) {
    int most = kinds.of(timer).findFirst().orElseThrow();
    for (int kind : kinds.of(timer).filter(parts::containsKey).toArray()) {
      boolean more = !parts.containsKey(most) || parts.get(kind).rows > parts.get(most).rows;
      most = more ? kind : most;
    }
    return most;
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
