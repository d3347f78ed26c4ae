package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.List;

/** Encodes one host's series under a profile. */
final class SeriesEncoder {
  private final FlowCodec codec;
  private final AddressBook book;

  SeriesEncoder(FlowCodec codec, AddressBook book) {
    this.codec = codec;
    this.book = book;
  }

  /** Receives each row as it is encoded. */
  interface Listener {
    /** Called for each step of the row; the target is empty for an absent field. */
    void field(int row, int field, Target target);

    void row(int row, Row decided, Inputs inputs);

    /** This one, then another. */
    default Listener and(Listener other) {
      Listener first = this;
      return new Listener() {
        @Override
        public void field(int row, int field, Target target) {
          first.field(row, field, target);
          other.field(row, field, target);
        }

        @Override
        public void row(int row, Row decided, Inputs inputs) {
          first.row(row, decided, inputs);
          other.row(row, decided, inputs);
        }
      };
    }
  }

  /** Walks a series under its own heavy peers and sizes, before there is a profile. */
  void walk(Series series, HeavyPeers.Found heavy, List<UsualSize> sizes, Listener listener) {
    var spec = Profile.Spec.of(heavy.sketches(), sizes);
    Profile bare = codec.profile(spec, new float[0], new float[0], new float[0]);
    walk(series, budget(series.flows()), bare, heavy.addresses(), listener);
  }

  /**
   * Encodes the first flows of a series, or all.
   *
   * @param budget of the whole series
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @throws IOException if the columns have no room
   */
  EncodedSeries encode(
      Series series,
      VolumeBudget budget,
      Profile profile,
      Address[] heavyAddresses,
      ColumnAllocator columns)
      throws IOException {
    var encoded = new EncodedSeries(codec.layout(), series.flows().size(), columns);
    walk(series, budget, profile, heavyAddresses, encoded.listener());
    return encoded;
  }

  /** Walks a series through the codec's steps; parameters as for encoding. */
  void walk(
      Series series,
      VolumeBudget budget,
      Profile profile,
      Address[] heavyAddresses,
      Listener listener) {
    List<Flow> flows = series.flows();
    HostState host = codec.state(profile, budget, book, null, heavyAddresses);
    Row row = codec.row(host);
    var truth = new Observation(row.flow.words.length, row.flow.quantities.length);
    var inputs = new Inputs(codec.layout());
    Target[] targets =
        codec.layout().fields().stream().map(f -> new Target(f.covers())).toArray(Target[]::new);
    for (int i = 0; i < flows.size(); i++) {
      codec.view().observe(flows.get(i), series.host(), truth);
      codec.begin(row, inputs);
      int decided = 0;
      for (Step step : codec.steps()) {
        if (step.field() == null) {
          step.accept(row, truth);
          codec.after(step, -1, row, inputs);
          continue;
        }
        Target target = targets[decided];
        target.clear();
        if (step.present(row)) {
          step.encode(row, truth, target);
        }
        step.accept(row, truth);
        listener.field(i, decided++, target);
        codec.after(step, decided, row, inputs);
      }
      listener.row(i, row, inputs);
      codec.commit(row, inputs);
    }
  }

  /** The budget that these flows have spent. */
  VolumeBudget budget(List<Flow> flows) {
    long[] times = new long[flows.size()];
    long unit = codec.spec().clockUnit();
    for (int i = 0; unit > 0 && i < times.length; i++) {
      times[i] = Math.floorDiv(flows.get(i).timeMicros(), unit);
    }
    return VolumeBudget.of(times, Math.max(1, codec.spec().windowUnits()));
  }
}
