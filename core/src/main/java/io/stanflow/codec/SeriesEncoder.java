package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Encodes one host's series under a profile. */
public class SeriesEncoder {
  private final FlowCodec codec;
  private final AddressBook book;
  private final FlowTable.Recording recording;
  private final GivenFlows given;

  /**
   * @param book the codec's known addresses in the training network; null without addresses
   * @param recording when the series were recorded
   * @param given which flows of the series are
   */
  public SeriesEncoder(
      FlowCodec codec, AddressBook book, FlowTable.Recording recording, GivenFlows given) {
    this.codec = codec;
    this.book = book;
    this.recording = recording;
    this.given = given;
  }

  /** Receives each row as it is encoded. */
  public interface Listener {
    /** Called for each field of the row; the target is empty for an absent one. */
    void field(int row, int field, Target target);

    /** Called when all fields of the row are decided. */
    void row(int row, Observation decided, Inputs inputs);
  }

  /**
   * Encodes the first flows of a series, or all.
   *
   * @param intensity of the whole series
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @throws IOException if the columns have no room
   */
  public final EncodedSeries encode(
      Series series,
      Intensity intensity,
      Profile profile,
      Address[] heavyAddresses,
      EncodedSeries.Room room)
      throws IOException {
    var encoded = new EncodedSeries(codec.layout(), series.flows().size(), room);
    walk(series, intensity, profile, heavyAddresses, encoded);
    return encoded;
  }

  /** Walks a series through the codec's steps; parameters as for encoding. */
  public final void walk(
      Series series,
      Intensity intensity,
      Profile profile,
      Address[] heavyAddresses,
      Listener listener) {
    HostState host = codec.state(profile, intensity, book, series.host(), heavyAddresses);
    Map<Integer, Given> given = this.given.of(series);
    given.values().forEach(each -> host.beginBy(each.time()));
    long[] next = next(given, series.flows().size());
    Row row = codec.row();
    Observation truth = codec.observation();
    var inputs = new Inputs(codec.layout());
    List<Step> steps = codec.steps();
    Target[] targets =
        steps.stream().map(s -> new Target(s.field().covers())).toArray(Target[]::new);
    for (int i = 0; i < series.flows().size(); i++) {
      codec.view().observe(series.flows().get(i), series.host(), truth);
      codec.begin(row, host, next[i], inputs);
      if (given.containsKey(i)) {
        codec.give(row, given.get(i));
      }
      for (int f = 0; f < targets.length; f++) {
        Step step = steps.get(f);
        targets[f].clear();
        if (step.present(row) && !step.given(row)) {
          encode(step, row, truth, targets[f]);
        }
        step.accept(row, truth);
        listener.field(i, f, targets[f]);
        codec.decided(f, row, inputs);
      }
      listener.row(i, row.flow, inputs);
      codec.commit(row, inputs);
    }
  }

  /** When the next given flow comes at each row, itself with it. */
  static long[] next(Map<Integer, Given> given, int rows) {
    long[] next = new long[rows];
    long latest = Row.NEVER;
    for (int i = rows - 1; i >= 0; i--) {
      latest = given.containsKey(i) ? given.get(i).time() : latest;
      next[i] = latest;
    }
    return next;
  }

  /** Encodes a field that is present; a test tries here whether it could be drawn too. */
  void encode(Step step, Row row, Observation truth, Target target) {
    step.encode(row, truth, target);
  }

  /** The flows of a series that are the host's own. */
  public final List<Flow> own(Series series) {
    Map<Integer, Given> given = this.given.of(series);
    List<Flow> flows = series.flows();
    return given.isEmpty()
        ? flows
        : IntStream.range(0, flows.size())
            .filter(i -> !given.containsKey(i))
            .mapToObj(flows::get)
            .toList();
  }

  /** The intensity that the host's own flows show: the same for the same flows. */
  public final Intensity intensity(Series series) {
    List<Flow> flows = own(series);
    long unit = codec.spec().clockUnit();
    if (unit == 0) {
      return Intensity.untimed(flows.size());
    }
    long[] times = flows.stream().mapToLong(f -> Math.floorDiv(f.timeMicros(), unit)).toArray();
    long from = Math.floorDiv(recording.from(), unit);
    long to = Math.floorDiv(recording.to(), unit);
    if (times.length > 0) {
      from = Math.min(from, times[0]);
      to = Math.max(to, times[times.length - 1]);
    }
    var random = new SplittableRandom(31L * times.length + (times.length == 0 ? 0 : times[0]));
    return Intensity.observed(times, from, to + 1, codec.spec().windowUnits(), random);
  }
}
