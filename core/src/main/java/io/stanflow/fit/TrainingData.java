package io.stanflow.fit;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.flow.Address;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table made ready for training: the fitted codec, the profiles, and every series encoded, under
 * its own host's profile and, where profiles are blended, under the blend it belongs to. Lives only
 * while training; what is encoded lies in a file, so that it may be larger than the heap.
 */
public final class TrainingData {
  /** Share of each series, at its end, that is held out where there are too few hosts. */
  private static final double HELD_OUT_TAIL = 0.1;

  /** Most profiles of a model whose hosts nobody is; beyond, each stands for several hosts. */
  private static final int MOST_PROFILES = 256;

  /**
   * How to fit.
   *
   * @param k hosts that must share an address before the model may know it, at least 1
   * @param profileK hosts that a profile is made of, and that must share any other value, at least
   *     1; 1 keeps every host's own profile and values
   * @param heldOut share of the hosts kept from training, for validation; half of them at most, and
   *     never one that is alone of its kind
   * @param seed of the choice of those hosts
   * @param keep names of attributes whose words the model may know, whoever has them
   * @param conditions names of attributes of words that all else of a flow is to depend on
   */
  public record Options(
      int k, int profileK, double heldOut, long seed, List<String> keep, List<String> conditions) {
    public static final Options DEFAULTS = new Options(5, 5, 0.07, 1);

    public Options {
      keep = List.copyOf(keep);
      conditions = List.copyOf(conditions);
      if (k < 1 || profileK < 1 || !(heldOut >= 0 && heldOut < 1)) {
        throw new IllegalArgumentException("k and profileK are at least 1, heldOut in [0, 1)");
      }
    }

    /** Without attributes whose words are kept or that are conditions. */
    public Options(int k, int profileK, double heldOut, long seed) {
      this(k, profileK, heldOut, seed, List.of(), List.of());
    }

    /** Same options with another seed. */
    public Options withSeed(long other) {
      return new Options(k, profileK, heldOut, other, keep, conditions);
    }

    /** Same options with other conditions. */
    public Options withConditions(List<String> others) {
      return new Options(k, profileK, heldOut, seed, keep, others);
    }

    /** These options as a model file keeps them; {@link #recorded} is the inverse. */
    public Map<String, String> record() {
      Map<String, String> record = new LinkedHashMap<>();
      record.put("k", Integer.toString(k));
      record.put("profileK", Integer.toString(profileK));
      record.put("heldOutShare", Double.toString(heldOut));
      record.put("seed", Long.toString(seed));
      if (!keep.isEmpty()) {
        record.put("keep", String.join(",", keep));
      }
      if (!conditions.isEmpty()) {
        record.put("conditions", String.join(",", conditions));
      }
      return record;
    }

    /** The options that a model file keeps among other entries; empty if it does not. */
    public static Optional<Options> recorded(Map<String, String> training) {
      try {
        return Optional.of(
            new Options(
                Integer.parseInt(training.getOrDefault("k", "")),
                Integer.parseInt(training.getOrDefault("profileK", "")),
                Double.parseDouble(training.getOrDefault("heldOutShare", "")),
                Long.parseLong(training.getOrDefault("seed", "")),
                names(training.get("keep")),
                names(training.get("conditions"))));
      } catch (IllegalArgumentException e) { // missing, no number, or out of range
        return Optional.empty();
      }
    }

    private static List<String> names(String recorded) {
      return recorded == null ? List.of() : List.of(recorded.split(","));
    }
  }

  private final FlowTable table;
  private final Options options;
  private final FittedTable fitted;
  private final FlowCodec codec;
  private final List<HostProfile> hosts;
  private final List<Profile> profiles = new ArrayList<>();
  private final List<Profile> modelProfiles = new ArrayList<>();
  private final Set<Integer> heldOutHosts = new HashSet<>();
  private final List<Sequence> training = new ArrayList<>();
  private final List<Sequence> heldOut = new ArrayList<>();
  private final List<Sequence> heldOutBlended = new ArrayList<>();

  private TrainingData(FlowTable table, Options options, EncodedSeries.Room room)
      throws IOException {
    this.table = table;
    this.options = options;
    fitted = new FittedTable(table, options, room);
    codec = fitted.codec();
    hosts = fitted.hosts();
    List<float[]> positions = hosts.stream().map(fitted.profiles()::position).toList();
    int[] flows = hosts.stream().mapToInt(HostProfile::rows).toArray();
    heldOutHosts.addAll(HeldOutHosts.choose(positions, flows, options));
    for (int h = 0; h < hosts.size(); h++) {
      profiles.add(blend(List.of(h)));
      addSequences(fitted.series().get(h), h, h, heldOut);
    }
    blend(positions, room);
  }

  /**
   * Fits and encodes a table; reads it three to five times.
   *
   * @throws IllegalArgumentException if it has fewer than 2 flows, {@linkplain #hasTooFewHosts too
   *     few hosts}, or columns that cannot be coded or kept
   * @throws IOException if the table cannot be read
   */
  public static TrainingData fit(FlowTable table, Options options) throws IOException {
    if (table.size() < 2) {
      throw new IllegalArgumentException("a table of fewer than 2 flows");
    }
    if (hasTooFewHosts(table, options)) {
      throw new IllegalArgumentException(
          "a table of %,d hosts, and %,d for each profile"
              .formatted(table.hosts(), options.profileK()));
    }
    try (var room = new ColumnFile()) {
      return new TrainingData(table, options, room);
    }
  }

  /** Whether a table with addresses has fewer hosts than a profile is to be of. */
  public static boolean hasTooFewHosts(FlowTable table, Options options) {
    return table.schema().has(Schema.SOURCE_ADDRESS) && table.hosts() < options.profileK();
  }

  private void addSequences(
      EncodedSeries series, int host, int profile, List<Sequence> validation) {
    if (heldOutHosts.contains(host)) {
      validation.add(new Sequence(series, profile, 0, series.rows()));
      return;
    }
    boolean tail = heldOutHosts.isEmpty() && options.heldOut() > 0;
    int split = tail ? (int) (series.rows() * (1 - HELD_OUT_TAIL)) : series.rows();
    training.add(new Sequence(series, profile, 0, split));
    if (split < series.rows()) {
      validation.add(new Sequence(series, profile, split, series.rows()));
    }
  }

  /** Adds every series once more under its blended profile, and makes the model's profiles. */
  private void blend(List<float[]> positions, EncodedSeries.Room room) throws IOException {
    if (options.profileK() == 1 || fitted.book() == null) {
      modelProfiles.addAll(ownProfiles());
    } else {
      recombine(positions);
    }
    if (options.profileK() == 1) {
      return;
    }
    List<Integer> known = new ArrayList<>();
    for (int h = 0; h < hosts.size(); h++) {
      if (!heldOutHosts.contains(h)) {
        known.add(h);
      }
    }
    List<float[]> knownPositions = known.stream().map(positions::get).toList();
    List<List<Integer>> groups = ProfileBlender.groups(knownPositions, options.profileK());
    int first = profiles.size();
    for (List<Integer> group : groups) {
      profiles.add(blend(group.stream().map(known::get).toList()));
    }
    table.forEachSeries(
        series -> {
          int host = fitted.index(series.host());
          int member = known.indexOf(host);
          int group = ProfileBlender.nearest(knownPositions, groups, positions.get(host));
          for (int g = 0; g < groups.size(); g++) {
            group = groups.get(g).contains(member) ? g : group;
          }
          int profile = first + group;
          addSequences(
              encode(series, fitted.encoder(), host, profile, room), host, profile, heldOutBlended);
        });
  }

  /** Makes the model's profiles: of hosts that nobody is, see {@link HostRecombiner}. */
  private void recombine(List<float[]> positions) {
    int k = options.profileK();
    var recombiner =
        new HostRecombiner(codec, hosts, positions, fitted.profiles().shared(), k, options.seed());
    List<List<Integer>> groups = ProfileBlender.groups(positions, k);
    List<HostProfile> made = recombiner.made(groups);
    record Member(HostProfile made, List<HostProfile> group) {}
    List<Member> all = new ArrayList<>();
    for (List<Integer> group : groups) {
      List<HostProfile> members = group.stream().map(hosts::get).toList();
      group.stream().map(made::get).forEach(host -> all.add(new Member(host, members)));
    }
    all.removeIf(member -> member.made == null);
    int kept = Math.min(MOST_PROFILES, all.size());
    for (int i = 0; i < kept; i++) { // evenly over the groups, each for as many hosts
      Member member = all.get((int) ((long) i * all.size() / kept));
      int from = (int) ((long) i * hosts.size() / kept);
      int to = (int) ((i + 1L) * hosts.size() / kept);
      modelProfiles.add(fitted.profiles().made(member.made, member.group, to - from));
    }
    recombiner.note(fitted.sharing());
  }

  private Profile blend(List<Integer> group) {
    return fitted.profiles().blend(group.stream().map(hosts::get).toList());
  }

  private Address[] matched(int host, Profile profile) {
    return hosts.get(host).heavy().matching(profile.spec().heavy());
  }

  private EncodedSeries encode(
      Series series, SeriesEncoder encoder, int host, int profile, EncodedSeries.Room room)
      throws IOException {
    Profile under = profiles.get(profile);
    Address[] heavy = profile == host ? hosts.get(host).heavy().addresses() : matched(host, under);
    return encoder.encode(series, encoder.intensity(series), under, heavy, room);
  }

  public FlowCodec codec() {
    return codec;
  }

  /** What too few hosts share for the model to hold it, in the order of the attributes. */
  public List<Coarsened> coarsened() {
    return fitted.sharing().coarsened();
  }

  /** Number and range of the table's record times, µs since the epoch; none without time. */
  public LongSummaryStatistics recordTimes() {
    return fitted.recordTimes();
  }

  /** All profiles that the sequences name: each host's own first, then blends. */
  public List<Profile> profiles() {
    return profiles;
  }

  /**
   * The profiles for the model file: of as many hosts that nobody is, or with a profileK of 1 and
   * for tables without addresses the {@link #ownProfiles}.
   */
  public List<Profile> modelProfiles() {
    return modelProfiles;
  }

  /** What the flows with each word of a condition are like, by attribute and word. */
  public Map<String, Map<String, Profile>> pooledWords() {
    return fitted.pooledWords();
  }

  /** Every training host's own profile, held-out ones included. */
  public List<Profile> ownProfiles() {
    return List.copyOf(profiles.subList(0, hosts.size()));
  }

  public List<Sequence> training() {
    return training;
  }

  /** Rows of hosts that training never sees, under those hosts' own profiles. */
  public List<Sequence> heldOut() {
    return heldOut;
  }

  /** The same rows under the nearest blend of training hosts; empty where nothing is blended. */
  public List<Sequence> heldOutBlended() {
    return heldOutBlended;
  }

  /** Hosts kept from training, by their places in the table; none of few hosts. */
  public Set<Integer> heldOutHosts() {
    return Collections.unmodifiableSet(heldOutHosts);
  }

  /**
   * Encodes a later table of the same hosts under their own profiles of this one. Hosts that this
   * table does not have are left out.
   *
   * @throws IllegalArgumentException if the schema differs
   */
  public List<Sequence> encodeLater(FlowTable later) throws IOException {
    if (!later.schema().equals(table.schema())) {
      throw new IllegalArgumentException("the later table has another schema");
    }
    List<Sequence> sequences = new ArrayList<>();
    var all = Superposition.of(later, codec, fitted.book(), options.k());
    var encoder = new SeriesEncoder(codec, fitted.book(), later.recording(), all);
    try (var room = new ColumnFile()) {
      later.forEachSeries(
          series -> {
            Integer host = fitted.index(series.host());
            if (host != null) {
              EncodedSeries encoded = encode(series, encoder, host, host, room);
              sequences.add(new Sequence(encoded, host, 0, encoded.rows()));
            }
          });
    }
    return sequences;
  }
}
