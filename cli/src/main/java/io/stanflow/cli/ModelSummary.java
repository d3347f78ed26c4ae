package io.stanflow.cli;

import io.stanflow.codec.Field;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.codec.spec.Timer;
import io.stanflow.generate.HostKind;
import io.stanflow.generate.ProfileKinds;
import io.stanflow.model.Architecture;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model file holds, as {@code inspect} prints it; the names are those of its JSON.
 *
 * @param file its name, without folders
 * @param bytes its size
 * @param version of the model file's format
 * @param format file format of the training flows
 * @param parameters numbers in the network
 * @param network its sizes
 * @param receptiveField flows of a host that a flow's context reaches back
 * @param attributes the schema, with the code of each attribute
 * @param fields heads of the network, in the order in which they are decided
 * @param kinds what its hosts do; none without addresses
 * @param popularAddresses addresses that the model knows; 0 without addresses
 * @param services whose values are known by themselves
 * @param sweepsPerDay over the network, from outside; 0 where the training flows have none
 * @param sweepKinds kinds of them
 * @param internalRoles what peers inside the network do; 0 where the training flows have too few
 * @param tieOrder what flows of one host and time stand by in a file, with the direction
 * @param training what it was trained on, and how
 * @param metrics measured figures, such as bits per flow
 */
record ModelSummary(
    String file,
    long bytes,
    int version,
    String format,
    long parameters,
    Architecture network,
    int receptiveField,
    List<AttributeCode> attributes,
    List<Head> fields,
    Profiles profiles,
    List<HostKind> kinds,
    int popularAddresses,
    int services,
    double sweepsPerDay,
    int sweepKinds,
    int internalRoles,
    List<String> tieOrder,
    Map<String, String> training,
    Map<String, Double> metrics) {
  /** A head of the network. */
  record Head(String name, int components, int free) {}

  /**
   * The host profiles.
   *
   * @param count of profiles
   * @param hosts training hosts that they stand for
   * @param addressK fewest hosts that share an address which the model knows; 0 without addresses
   * @param heavyPeers sketches of heavy peers, of all profiles
   * @param namedPeers those of them that say which of the known addresses it is
   * @param usualSizes usual sizes of services, of all profiles
   * @param timers of the mean host
   * @param leastFlowsPerDay of one host of the quietest profile
   * @param mostFlowsPerDay of one host of the busiest profile
   */
  record Profiles(
      int count,
      int hosts,
      int addressK,
      int heavyPeers,
      int namedPeers,
      int usualSizes,
      double timers,
      double leastFlowsPerDay,
      double mostFlowsPerDay) {}

  /**
   * @param bytes size of the file
   */
  static ModelSummary of(Path file, long bytes, Model model) {
    CodecSpec codec = model.codec().spec();
    AddressSpec addresses = codec.addresses();
    List<Head> heads =
        model.codec().layout().fields().stream()
            .map((Field f) -> new Head(f.name(), f.components(), f.free()))
            .toList();
    return new ModelSummary(
        file.getFileName().toString(),
        bytes,
        ModelFile.VERSION,
        codec.format(),
        model.weights().size(),
        model.architecture(),
        model.architecture().encoder().receptiveField(),
        AttributeCode.all(codec),
        heads,
        profiles(model, addresses == null ? 0 : addresses.k()),
        addresses == null ? List.of() : new ProfileKinds(model).groups(),
        addresses == null ? 0 : addresses.popular().length,
        codec.services().size(),
        codec.sweeps() == null ? 0 : Arrays.stream(codec.sweeps().starts()).sum(),
        codec.sweeps() == null ? 0 : codec.sweeps().kinds().size(),
        codec.internal() == null ? 0 : codec.internal().roles().size(),
        tieOrder(codec.ties()),
        model.provenance().training(),
        model.provenance().metrics());
  }

  private static List<String> tieOrder(TieSpec ties) {
    return ties == null
        ? List.of()
        : ties.keys().stream()
            .map(key -> key.attribute() + (key.ascending() ? " rising" : " falling"))
            .toList();
  }

  private static Profiles profiles(Model model, int addressK) {
    List<Profile> all = model.profiles();
    int hosts = all.stream().mapToInt(p -> p.spec().hosts()).sum();
    var flows = all.stream().mapToDouble(Profile::flowsPerDay).summaryStatistics();
    List<HeavyPeer> heavy = all.stream().flatMap(p -> p.heavy().stream()).toList();
    int named = (int) heavy.stream().filter(peer -> peer.peer() >= 0).count();
    int usualSizes = all.stream().mapToInt(p -> p.spec().sizes().size()).sum();
    double timers =
        all.stream().mapToDouble(p -> p.spec().hosts() * timers(p)).sum() / Math.max(1, hosts);
    return new Profiles(
        all.size(),
        hosts,
        addressK,
        heavy.size(),
        named,
        usualSizes,
        timers,
        flows.getMin(),
        flows.getMax());
  }

  private static double timers(Profile profile) {
    return profile.spec().timers().stream().mapToDouble(Timer::often).sum();
  }

  /** Sizes of the network by name, in print. */
  Map<String, Object> networkSizes() {
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put("width", network.width());
    sizes.put("hidden", network.hidden());
    sizes.put("dilations", network.dilations());
    sizes.put("receptive field", receptiveField);
    return sizes;
  }
}
