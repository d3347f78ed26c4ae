package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Given;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.flow.Address;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds, for each host of a table that a model was not trained on, the nearest of the model's
 * profiles. What the model does not hold, which prefixes hosts share, is taken from the table.
 * Thread-safe.
 */
public final class HostMatcher {
  private final FlowCodec codec;
  private final AddressBook book;
  private final List<Profile> profiles;
  private final Superposition given;
  private final SeriesEncoder encoder;
  private final ProfileSpace space;
  private final List<float[]> positions;

  /** Names of the attribute that each component of a profile's vector counts; null for none. */
  private final String[] counted;

  /**
   * Reads the table up to five times.
   *
   * @param codec of the model
   * @param profiles of the model
   * @param table in the model's schema
   */
  public HostMatcher(CodecSpec codec, List<Profile> profiles, FlowTable table) throws IOException {
    int k = codec.addresses() == null ? 1 : codec.addresses().k();
    this.codec =
        codec.addresses() == null
            ? new FlowCodec(codec)
            : new FlowCodec(codec, SharedPrefixes.of(table, k)::sharedOctets);
    this.profiles = List.copyOf(profiles);
    book = this.codec.book(table.internal());
    given = Superposition.of(table, this.codec, book, k);
    encoder = new SeriesEncoder(this.codec, book, table.recording(), given);
    var coverage = new Coverage();
    table.forEachSeries(coverage::add);
    space = new ProfileSpace(codec.features(), new HostRhythm(coverage.ofWeek()));
    positions = profiles.stream().map(p -> space.position(p.vector())).toList();
    counted = counted(codec.features(), this.codec.layout());
  }

  private static String[] counted(ProfileFeatures features, Layout layout) {
    int[] groups = layout.outcomeGroups();
    String[] names = new String[features.size()];
    for (int i = ProfileSpace.BARE; i < names.length; i++) {
      int group = groups[features.groups()[i - ProfileSpace.BARE]];
      names[i] = layout.groups().get(group).name();
    }
    return names;
  }

  /** The codec that encodes the table. */
  public FlowCodec codec() {
    return codec;
  }

  /** The codec's known addresses in the table's network; null without addresses. */
  public AddressBook book() {
    return book;
  }

  /**
   * How a host is to be encoded.
   *
   * @param profile index among the model's
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @param given flows of the series that are
   */
  public record Match(
      int profile, Intensity intensity, Address[] heavyAddresses, Map<Integer, Given> given) {}

  /**
   * Matches a host by all of its flows.
   *
   * @param unknown attributes that its flows lack, which do not count
   */
  public Match match(Series series, Set<String> unknown) {
    HostProfile host = HostCounts.of(series, codec, book, encoder, given);
    float[] position = space.position(space.vector(host));
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int p = 0; p < positions.size(); p++) {
      double distance = distance(positions.get(p), position, unknown);
      if (distance < least) {
        least = distance;
        best = p;
      }
    }
    Address[] heavy = host.heavy().matching(profiles.get(best).spec().heavy());
    return new Match(best, encoder.intensity(series), heavy, given.of(series));
  }

  private double distance(float[] a, float[] b, Set<String> unknown) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      boolean known = counted[i] == null || !unknown.contains(counted[i]);
      sum += known ? (a[i] - b[i]) * (double) (a[i] - b[i]) : 0;
    }
    return sum;
  }
}
