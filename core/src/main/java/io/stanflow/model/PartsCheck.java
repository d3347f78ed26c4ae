package io.stanflow.model;

import io.stanflow.codec.InterfaceIds;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.flow.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds the parts of a model file against each other, before anything is built on them: that tables
 * have the sizes that others imply, and that what is used as an index is one.
 */
final class PartsCheck {
  /** Most of each size; larger ones would overflow where sizes are multiplied. */
  private static final int MOST = 4096;

  private final CodecSpec codec;
  private final int protocols;

  private PartsCheck(CodecSpec codec) {
    this.codec = codec;
    protocols = codec.protocols().length;
  }

  /**
   * Checks a codec, and what goes with it.
   *
   * @throws IllegalArgumentException naming the part that does not fit
   */
  static void check(CodecSpec codec, Architecture network, List<Profile.Spec> profiles) {
    var check = new PartsCheck(codec);
    check.attributes();
    if (codec.localPort() != null) {
      check.ports(codec.localPort(), PortSpec.relatives(true));
      check.ports(codec.peerPort(), PortSpec.relatives(false));
    }
    codec.categories().forEach(named -> check.categories(named.code(), named.name()));
    for (int q = 0; q < codec.quantities().size(); q++) {
      check.quantity(codec.quantities().get(q), q);
    }
    var sizes = Stream.of(network.width(), network.hidden(), network.key());
    require(Stream.concat(sizes, network.dilations().stream()).allMatch(n -> n <= MOST), "network");
    features(codec.features(), network.profile());
    require(
        profiles.stream()
            .flatMap(profile -> profile.heavy().stream())
            .allMatch(peer -> isIndex(peer.protocol(), check.protocols)),
        "protocols, one of a heavy peer,");
  }

  private void attributes() {
    Schema schema = codec.schema();
    boolean timed = codec.gap() != null;
    require(timed == schema.has(Schema.TIME) && timed == codec.clockUnit() > 0, "clock");
    require(codec.clockUnit() <= 1_000_000 && codec.windowUnits() > 0, "clock");
    if (timed) {
      mixture(codec.gap(), 0, "gap");
    }
    boolean addressed = codec.addresses() != null;
    require(addressed == schema.has(Schema.SOURCE_ADDRESS), "addresses");
    require(addressed == schema.has(Schema.DESTINATION_ADDRESS), "addresses");
    if (addressed) {
      int[] ids = codec.addresses().interfaces6();
      require(codec.addresses().firstOctets().length == 256, "first octets");
      require(ids == null || ids.length == InterfaceIds.SORTS, "interface identifiers");
    }
    boolean ports = codec.localPort() != null;
    require(ports == (codec.peerPort() != null), "ports");
    require(ports == schema.has(Schema.SOURCE_PORT), "ports");
    require(ports == schema.has(Schema.DESTINATION_PORT), "ports");
    require(Set.of(codec.protocols()).size() == protocols && protocols > 0, "protocols");
    require(protocols == 1 || schema.has(Schema.PROTOCOL), "protocols");
  }

  private void ports(PortSpec port, int relatives) {
    MixtureSpec mixture = port.mixture();
    mixture(mixture, relatives, "ports");
    int blocks = Math.max(0, mixture.edges().length - 1);
    int tokens = mixture.ratioAtoms().length + mixture.atoms().length + blocks;
    require(port.allowed().length == protocols, "ports by protocol");
    for (boolean[][] directions : port.allowed()) {
      boolean fit = Arrays.stream(directions).allMatch(shown -> shown.length == tokens);
      require(fit && directions.length == 2, "ports by protocol");
    }
  }

  private void categories(CategorySpec code, String name) {
    require(codec.schema().has(name) && code.values().length > 0, name);
    require(code.allowed().length == protocols && code.rareCounts().length == protocols, name);
    for (int p = 0; p < protocols; p++) {
      require(code.allowed()[p].length == code.classes(), name);
      require(code.rareCounts()[p].length == code.rare().length, name);
    }
  }

  private void quantity(QuantitySpec quantity, int index) {
    String name = quantity.name();
    boolean divided = quantity.divisor() >= 0;
    int offsets = quantity.offsets().size();
    mixture(quantity.mixture(), QuantitySpec.relatives(quantity.near(), divided, offsets), name);
    require(codec.schema().has(name) && quantity.unit() > 0, name);
    require(quantity.divisor() < index && !(quantity.zeroForOne() && index == 0), name);
    require(!divided || quantity.least().length == protocols, name);
    quantity.bounds().forEach(bound -> require(isIndex(bound.other(), index), name));
    quantity.offsets().forEach(offset -> require(isIndex(offset.other(), index), name));
    quantity.offsets().forEach(offset -> require(isIndex(offset.per(), index), name));
  }

  private static void mixture(MixtureSpec mixture, int relatives, String name) {
    int divisors = mixture.atomDivisors().length;
    require(mixture.relatives() == relatives, name);
    require(divisors == 0 || divisors == mixture.atoms().length, name);
    require(mixture.edges().length != 1 && mixture.resolution() > 0, name);
    require(isIndex(mixture.free(), MOST) && mixture.spread() > 0, name);
    require(mixture.min() <= mixture.max(), name);
  }

  private static void features(ProfileFeatures features, int size) {
    require(features.means().length == size && features.spreads().length == size, "features");
    int chosen = size - 2;
    require(features.groups().length == chosen && features.tokens().length == chosen, "features");
  }

  private static boolean isIndex(int index, int size) {
    return index >= 0 && index < size;
  }

  private static void require(boolean holds, String part) {
    if (!holds) {
      throw new IllegalArgumentException(part + " of another size or range");
    }
  }
}
