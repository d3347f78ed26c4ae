package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Given;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import io.stanflow.codec.RunningTimer;
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
  private final HostRhythm rhythms;
  private final ProfileSpace space;

  /** When the last flow of the table was recorded, clock units. */
  private final long last;

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
    FlowTable.Recording recording = table.recording();
    last = Math.floorDiv(recording.to(), Math.max(1, codec.clockUnit()));
    encoder = new SeriesEncoder(this.codec, book, recording, given);
    var coverage = new Coverage();
    table.forEachSeries(coverage::add);
    rhythms = new HostRhythm(coverage.ofWeek());
    space = new ProfileSpace(codec.features(), rhythms);
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
    HostProfile host = counts(series);
    int best = nearest(host, unknown);
    return new Match(best, encoder.intensity(series), heavy(host, best), given.of(series));
  }

  private HostProfile counts(Series series) {
    return HostCounts.of(series, codec, book, encoder, given);
  }

  private Address[] heavy(HostProfile host, int profile) {
    return host.heavy().matching(profiles.get(profile).spec().heavy());
  }

  private int nearest(HostProfile host, Set<String> unknown) {
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
    return best;
  }

  /**
   * How a host is to go on.
   *
   * @param profile its own; null where its flows say too little
   * @param nearest index of the nearest of the model's
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @param visits that it has had from sweeps
   * @param timers that tick on after the table's end
   */
  public record Own(
      Profile profile,
      int nearest,
      Address[] heavyAddresses,
      int visits,
      List<RunningTimer> timers) {}

  /** Flows of a series that are given. */
  public Map<Integer, Given> given(Series series) {
    return given.of(series);
  }

  /** Makes the profile of a host by all of its flows. */
  public Own own(Series series) {
    HostProfile host = counts(series);
    int nearest = nearest(host, Set.of());
    Profile like = profiles.get(nearest);
    boolean known = OwnProfile.isKnown(host, like);
    Address[] heavy = known ? host.heavy().addresses() : heavy(host, nearest);
    return new Own(
        known ? OwnProfile.of(host, like, codec, rhythms, space) : null,
        nearest,
        heavy,
        host.visits(),
        given.running(series, heavy, last));
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
