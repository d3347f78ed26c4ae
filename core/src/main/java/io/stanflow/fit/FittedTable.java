package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;

/**
 * What is fitted to a table before anything is trained: the codec, then every host as it is counted
 * and encoded by it, then what needs all hosts. {@link TrainingData} makes profiles and sequences
 * of it.
 */
final class FittedTable {
  /** Most combinations of words that parts of a service are told apart by. */
  private static final int MOST_COMBINATIONS = 10_000;

  private final FlowTable table;
  private final Sharing sharing;
  private final LongSummaryStatistics recordTimes;
  private final FlowCodec codec;
  private final AddressBook book;
  private final Superposition given;
  private final InternalFitter internal;
  private final ConcentrationFitter concentration;
  private final TieFitter ties;
  private final ProfileFitter profiles;
  private final Map<String, Map<String, Profile>> pooledWords;
  private final List<HostProfile> hosts = new ArrayList<>();
  private final List<EncodedSeries> series = new ArrayList<>();
  private final Map<Address, Integer> indexes = new HashMap<>();

  /**
   * Reads the table three times, four where it is swept.
   *
   * @param room for the encoded series
   */
  FittedTable(FlowTable table, TrainingData.Options options, EncodedSeries.Room room)
      throws IOException {
    this.table = table;
    sharing = new Sharing(options.profileK());
    CodecFitter.Fitted fitted =
        CodecFitter.fit(table, options.k(), sharing, Set.copyOf(options.keep()));
    recordTimes = fitted.times();
    CodecSpec found = conditioned(fitted.spec(), options.conditions());
    FlowCodec first = new FlowCodec(found, fitted.shared()::sharedOctets);
    book = first.book(table.internal());
    SweepFinder.Found sweeps = SweepFinder.find(table, first, fitted.shared(), options.k());
    CodecSpec spec = found.withSweeps(sweepSpec(fitted, sweeps.sweeps()));
    FlowCodec bare = new FlowCodec(spec, fitted.shared()::sharedOctets);
    given = new Superposition(bare, book, sweeps.visits(), fitted.coverage().seconds());
    internal = new InternalFitter(bare, book);
    concentration = new ConcentrationFitter(bare, book, fitted.shared()::sharedOctets);
    ties = new TieFitter(table.schema());
    table.forEachSeries(one -> addHost(one, bare, room));
    var services = new ServiceCounts(bare);
    spec =
        spec.withInternal(internal.fit(options.k(), sharing))
            .withConcentration(concentration.fit(options.k()))
            .withTies(ties.fit())
            .withServices(new ServiceFitter(bare, services, sharing).fit(hosts));
    FlowCodec counting = new FlowCodec(spec);
    hosts.replaceAll(host -> services.by(counting, host));
    profiles = new ProfileFitter(counting, hosts, fitted.coverage().ofWeek(), internal, sharing);
    pooledWords = new PooledWords(counting, hosts, profiles, sharing).profiles();
    codec =
        new FlowCodec(
            spec.withFeatures(profiles.features()).withShared(sharing.held()),
            fitted.shared()::sharedOctets);
  }

  /** A codec that decides some words of a flow before the rest of it. */
  private static CodecSpec conditioned(CodecSpec spec, List<String> conditions) {
    List<String> words =
        spec.order().stream()
            .filter(step -> step.kind() == StepSpec.Kind.CATEGORY)
            .map(StepSpec::attribute)
            .toList();
    for (String name : conditions) {
      if (!words.contains(name)) {
        throw new IllegalArgumentException(
            "--condition %s: there is no such column of several words; there are %s"
                .formatted(name, words.isEmpty() ? "none" : String.join(", ", words)));
      }
    }
    long combinations = 1;
    for (CodecSpec.NamedCategories named : spec.categories()) {
      combinations *= conditions.contains(named.name()) ? named.code().classes() : 1;
      if (combinations > MOST_COMBINATIONS) {
        throw new IllegalArgumentException(
            "--condition: more than %,d combinations of words; name fewer columns"
                .formatted(MOST_COMBINATIONS));
      }
    }
    return conditions.isEmpty()
        ? spec
        : spec.withOrder(StepSpec.conditioned(spec.order(), conditions));
  }

  private SweepSpec sweepSpec(CodecFitter.Fitted fitted, List<SweepFinder.Sweep> sweeps) {
    CodecSpec spec = fitted.spec();
    for (SweepFinder.Sweep sweep : sweeps) {
      SweepSpec.Template seen = sweep.template();
      String protocol = seen.protocol() < 0 ? "any" : spec.protocols()[seen.protocol()];
      String text = "%s/%d/%d".formatted(protocol, seen.localPort(), seen.peerPort());
      sharing.hold("sweep", "templates", text, sweep.visits().size());
    }
    return book == null
        ? null
        : new SweepFitter(table.hosts(), book, spec.unitsPerSecond())
            .fit(sweeps, fitted.coverage().ofDay());
  }

  private void addHost(Series one, FlowCodec bare, EncodedSeries.Room room) throws IOException {
    indexes.put(one.host(), hosts.size());
    if (book != null) {
      Map<Address, Flow> peers = FirstFlows.of(one);
      internal.add(one.host(), peers);
      concentration.add(one.host(), peers);
    }
    ties.add(one);
    var encoded = new EncodedSeries(bare.layout(), one.flows().size(), room);
    var encoder = new SeriesEncoder(bare, book, recording(), given);
    hosts.add(HostCounts.of(one, bare, book, encoder, given, encoded));
    series.add(encoded);
  }

  private FlowTable.Recording recording() {
    return recordTimes.getCount() == 0
        ? FlowTable.Recording.UNTIMED
        : new FlowTable.Recording(recordTimes.getMin(), recordTimes.getMax());
  }

  FlowCodec codec() {
    return codec;
  }

  /** The known addresses in the table's network; null without addresses. */
  AddressBook book() {
    return book;
  }

  /** What too few hosts share for the model to hold it, so far. */
  Sharing sharing() {
    return sharing;
  }

  LongSummaryStatistics recordTimes() {
    return recordTimes;
  }

  /** What profiles are made by. */
  ProfileFitter profiles() {
    return profiles;
  }

  /** What the flows with each word of a condition are like, by attribute and word. */
  Map<String, Map<String, Profile>> pooledWords() {
    return pooledWords;
  }

  /** All hosts, in the table's order. */
  List<HostProfile> hosts() {
    return hosts;
  }

  /** Their encoded series, each under its own profile. */
  List<EncodedSeries> series() {
    return series;
  }

  /** Place of a host in the table; null for one that it does not have. */
  Integer index(Address host) {
    return indexes.get(host);
  }

  /** An encoder of series of the table. */
  SeriesEncoder encoder() {
    return new SeriesEncoder(codec, book, recording(), given);
  }
}
