package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Encodes real flows for a finished model, each host's under that of the model's profiles which is
 * nearest to it, in the way that training judges hosts under {@link TrainingData#heldOutBlended
 * blends of others}. For tables with addresses.
 */
public final class ProfileMatcher {
  private final FlowCodec codec;
  private final AddressBook book;
  private final List<Profile> profiles;
  private final List<List<Integer>> each;
  private final int k;

  /**
   * Reads the training table once.
   *
   * @param codec of the model
   * @param profiles of the model
   * @param training what the model was trained on: which prefixes its hosts share is needed to code
   *     new peers, and in no model file
   * @param k hosts that shared an address before the model could know it
   * @throws IOException if the table cannot be read
   */
  public ProfileMatcher(CodecSpec codec, List<Profile> profiles, FlowTable training, int k)
      throws IOException {
    if (codec.addresses() == null) {
      throw new IllegalArgumentException("a codec without addresses knows no hosts");
    }
    this.codec = new FlowCodec(codec, SharedPrefixes.of(training, k)::sharedOctets);
    this.profiles = List.copyOf(profiles);
    this.k = k;
    book = this.codec.book(training.internal());
    each = IntStream.range(0, profiles.size()).mapToObj(List::of).toList();
  }

  /** What is kept of a host until the table is read and the hours that it covers are known. */
  private record Host(HostProfile counts, Series first, Intensity intensity) {}

  /**
   * Encodes a table's hosts in one pass, after two that look for sweeps if the codec knows any. A
   * host is matched by all of its flows in the table, and nothing else.
   *
   * @param hosts those wanted; others are left out
   * @param most flows of each host, its first ones
   * @return by host, in the table's order; profiles are indexes in the model's list
   * @throws IOException if the table cannot be read
   */
  public Map<Address, Sequence> encode(FlowTable table, Set<Address> hosts, int most)
      throws IOException {
    if (!table.schema().equals(codec.schema())) {
      throw new IllegalArgumentException("the table has another schema than the model");
    }
    var coverage = new Coverage();
    List<Host> read = new ArrayList<>();
    var given = Superposition.of(table, codec, book, k);
    var encoder = new SeriesEncoder(codec, book, table.recording(), given);
    table.forEachSeries(
        series -> {
          if (hosts.contains(series.host())) {
            coverage.add(series);
            read.add(read(series, encoder, given, most));
          }
        });
    var space = new ProfileSpace(codec.spec().features(), new HostRhythm(coverage.ofWeek()));
    List<float[]> positions = profiles.stream().map(p -> space.position(p.vector())).toList();
    Map<Address, Sequence> sequences = new LinkedHashMap<>();
    for (Host host : read) {
      float[] position = space.position(space.vector(host.counts()));
      int profile = ProfileBlender.nearest(positions, each, position);
      sequences.put(host.counts().host(), encode(host, encoder, profile));
    }
    return sequences;
  }

  private Host read(Series series, SeriesEncoder encoder, Superposition given, int most) {
    int rows = Math.min(most, series.flows().size());
    var first = new Series(series.host(), List.copyOf(series.flows().subList(0, rows)));
    HostProfile host = HostCounts.of(series, codec, book, encoder, given);
    return new Host(host, first, encoder.intensity(series));
  }

  private Sequence encode(Host host, SeriesEncoder encoder, int profile) throws IOException {
    Profile under = profiles.get(profile);
    Address[] heavy = host.counts().heavy().matching(under.spec().heavy());
    EncodedSeries encoded =
        encoder.encode(host.first(), host.intensity(), under, heavy, EncodedSeries.Room.HEAP);
    return new Sequence(encoded, profile, 0, encoded.rows());
  }
}
