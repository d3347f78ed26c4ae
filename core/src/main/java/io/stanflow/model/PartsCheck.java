package io.stanflow.model;

import io.stanflow.codec.InterfaceIds;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.ProfileFeatures;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.flow.Schema;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Holds the parts of a model file against each other, before anything is built on them: that tables
 * have the sizes that others imply, and that what is used as an index is one.
 */
final class PartsCheck {
  /** Most free components; fitting gives fewer than 100. */
  private static final int MOST_FREE = 1000;

  private static final int MOST_SIZE = 4096;
  private static final long MICROS = 1_000_000;
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
    for (CodecSpec.NamedCategories named : codec.categories()) {
      check.categories(named.code(), named.name());
    }
    for (int q = 0; q < codec.quantities().size(); q++) {
      check.quantity(codec.quantities().get(q), q);
    }
    if (codec.addresses() != null) {
      addresses(codec.addresses());
    }
    sizes(network);
    ProfileFeatures features = codec.features();
    int size = network.profile();
    boolean fit = features.groups().length == size - 2 && features.tokens().length == size - 2;
    fit &= features.means().length == size && features.spreads().length == size;
    require(fit, "features");
    for (Profile.Spec profile : profiles) {
      require(
          profile.heavy().stream().allMatch(peer -> isBefore(peer.protocol(), check.protocols)),
          "protocols, one of a heavy peer,");
    }
  }

  private void attributes() {
    Schema schema = codec.schema();
    long unit = codec.clockUnit();
    boolean timed = schema.has(Schema.TIME);
    require(
        timed == (codec.gap() != null) && (timed ? unit > 0 && unit <= MICROS : unit == 0),
        "clock");
    require(codec.windowUnits() > 0 && codec.spanSeconds() >= 0, "windows");
    if (timed) {
      mixture(codec.gap(), 0, "gap");
    }
    boolean addressed = codec.addresses() != null;
    require(
        addressed == schema.has(Schema.SOURCE_ADDRESS)
            && addressed == schema.has(Schema.DESTINATION_ADDRESS),
        "addresses");
    boolean ports = codec.localPort() != null;
    require(
        ports == (codec.peerPort() != null)
            && ports == schema.has(Schema.SOURCE_PORT)
            && ports == schema.has(Schema.DESTINATION_PORT),
        "ports");
    require(
        Set.of(codec.protocols()).size() == protocols
            && (schema.has(Schema.PROTOCOL) ? protocols > 0 : protocols == 1),
        "protocols");
  }

  private void ports(PortSpec port, int relatives) {
    mixture(port.mixture(), relatives, "ports");
    int components = components(port.mixture());
    require(port.allowed().length == protocols, "ports by protocol");
    for (boolean[][] directions : port.allowed()) {
      require(
          directions.length == 2
              && directions[0].length == components
              && directions[1].length == components,
          "ports by protocol");
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
    require(quantity.bounds().stream().allMatch(b -> isBefore(b.other(), index)), name);
    require(
        quantity.offsets().stream()
            .allMatch(o -> isBefore(o.other(), index) && isBefore(o.per(), index)),
        name);
  }

  private static boolean isBefore(int other, int index) {
    return other >= 0 && other < index;
  }

  private static void mixture(MixtureSpec mixture, int relatives, String name) {
    int divisors = mixture.atomDivisors().length;
    require(mixture.relatives() == relatives, name);
    require(divisors == 0 || divisors == mixture.atoms().length, name);
    require(mixture.edges().length != 1 && mixture.resolution() > 0, name);
    require(mixture.free() >= 0 && mixture.free() <= MOST_FREE && mixture.spread() > 0, name);
    require(mixture.min() <= mixture.max(), name);
  }

  /** Components whose range is the same in all rows. */
  private static int components(MixtureSpec mixture) {
    return mixture.ratioAtoms().length
        + mixture.atoms().length
        + Math.max(0, mixture.edges().length - 1);
  }

  /** Larger ones would overflow where sizes are multiplied. */
  private static void sizes(Architecture network) {
    int most =
        IntStream.concat(
                IntStream.of(network.width(), network.hidden(), network.key()),
                network.dilations().stream().mapToInt(Integer::intValue))
            .max()
            .getAsInt();
    require(most <= MOST_SIZE, "network");
  }

  private static void addresses(AddressSpec addresses) {
    require(addresses.firstOctets().length == 256, "first octets");
    int[] ids = addresses.interfaces6();
    require(ids == null || ids.length == InterfaceIds.SORTS, "interface identifiers");
  }

  private static void require(boolean holds, String part) {
    if (!holds) {
      throw new IllegalArgumentException(part + " of another size or range");
    }
  }
}
