package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.GivenFlows;
import io.stanflow.codec.Profile;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Codecs fitted for tests of other packages, without profiles. */
public final class Fits {
  private Fits() {}

  /** A codec of a table that encodes its flows. */
  public static FlowCodec codec(FlowTable table, int k) throws IOException {
    CodecFitter.Fitted fitted = fit(table, k);
    FlowCodec first = new FlowCodec(fitted.spec(), fitted.shared()::sharedOctets);
    var sweeps = SweepFinder.find(table, first, fitted.shared(), k).sweeps();
    if (sweeps.isEmpty()) {
      return first;
    }
    var fitter = new SweepFitter(table.hosts(), first.book(table.internal()), 1);
    CodecSpec spec = fitted.spec().withSweeps(fitter.fit(sweeps, fitted.coverage().ofDay()));
    return new FlowCodec(spec, fitted.shared()::sharedOctets);
  }

  /** The code of a table that holds all values, whoever has them. */
  static CodecFitter.Fitted fit(FlowTable table, int k) throws IOException {
    return CodecFitter.fit(table, k, new Sharing(1), Set.of());
  }

  /** What is given of a table: visits, if the codec knows any sweeps, and ticks. */
  public static GivenFlows given(FlowTable table, FlowCodec codec, int k) throws IOException {
    return Superposition.of(table, codec, codec.book(table.internal()), k);
  }

  /** A codec of another spec that encodes the flows of a table. */
  public static FlowCodec codec(FlowTable table, int k, CodecSpec spec) throws IOException {
    return new FlowCodec(spec, fit(table, k).shared()::sharedOctets);
  }

  /** Encodes a series under its own heavy peers and usual sizes; nobody takes the rows. */
  public static void encode(
      SeriesEncoder encoder, FlowCodec codec, AddressBook book, Series series) {
    HeavyPeers heavy = HeavyPeers.of(series, codec, book, List.of());
    var spec = Profile.Spec.of(heavy.sketches(), UsualSizes.of(series, codec));
    encoder.walk(
        series,
        encoder.intensity(series),
        codec.profile(spec),
        heavy.addresses(),
        new HostCounts(codec, Map.of()));
  }
}
