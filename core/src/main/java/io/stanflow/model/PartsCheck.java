package io.stanflow.model;

import static io.stanflow.model.Requirement.isIndex;
import static io.stanflow.model.Requirement.require;
import static io.stanflow.model.Requirement.text;

import io.stanflow.codec.InterfaceIds;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.SharedValues;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds the parts of a model file against each other, before anything is built on them: that tables
 * have the sizes that others imply, that what is used as an index is one, and that every attribute
 * is coded. What one number may be is said by its {@link io.stanflow.flow.Range}.
 */
final class PartsCheck {
  /** Most components of a mixture, which tokens of 16 bits count. */
  private static final int MOST_COMPONENTS = Short.MAX_VALUE;

  /** Most protocols, for which keys of services have room. */
  private static final int MOST_PROTOCOLS = 2047;

  /** A whole number that a double holds exactly. */
  private static final double MOST_UNIT = 0x1p53;

  private static final Pattern FLAGS = Pattern.compile("\\d{1,5}");

  private final CodecSpec codec;
  private final Schema schema;
  private final int protocols;

  private PartsCheck(CodecSpec codec) {
    this.codec = codec;
    schema = schema(codec);
    protocols = codec.protocols().length;
  }

  private static Schema schema(CodecSpec codec) {
    try {
      return codec.schema();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("codec.attributes: " + e.getMessage(), e);
    }
  }

  /**
   * Checks a codec, and what goes with it.
   *
   * @throws IllegalArgumentException naming the part that does not fit
   */
  static void check(CodecSpec codec, Architecture network, List<Profile.Spec> profiles) {
    var check = new PartsCheck(codec);
    check.clock();
    check.attributes();
    if (codec.addresses() != null) {
      check.addresses(codec.addresses());
    }
    if (codec.localPort() != null) {
      check.ports(codec.localPort(), PortSpec.relatives(true), "codec.localPort");
      check.ports(codec.peerPort(), PortSpec.relatives(false), "codec.peerPort");
    }
    for (CodecSpec.NamedCategories named : codec.categories()) {
      check.categories(named.code(), named.name(), "codec.categories, " + named.name() + ",");
    }
    for (int q = 0; q < codec.quantities().size(); q++) {
      check.quantity(codec.quantities().get(q), q, "codec.quantities[" + q + "]");
    }
    new JointPartsCheck(codec).check();
    if (codec.shared() != null) {
      for (SharedValues each : codec.shared()) {
        text("codec.shared", each.attribute(), each.what());
        text("codec.shared", each.values());
      }
    }
    new ProfilesCheck(codec).check(profiles, network.profile());
  }

  /** Checks what is only ever shown. */
  static void check(Provenance provenance) {
    provenance.training().forEach((key, value) -> text("provenance.training", key, value));
    provenance.metrics().keySet().forEach(key -> text("provenance.metrics", key));
  }

  private void clock() {
    boolean timed = codec.gap() != null;
    long unit = codec.clockUnit();
    require(timed == schema.has(Schema.TIME), "codec.gap", "goes with a time");
    require(timed == unit > 0, "codec.clockUnit", "goes with a time");
    boolean hours = timed ? codec.windowUnits() * unit == Hours.MICROS : codec.windowUnits() == 1;
    require(hours, "codec.windowUnits", "times clockUnit is not an hour");
    if (timed) {
      require(1_000_000 % unit == 0, "codec.clockUnit", "is no part of a second");
      mixture(codec.gap(), 0, "codec.gap");
    }
    text("codec.format", codec.format());
  }

  private void attributes() {
    boolean addressed = codec.addresses() != null;
    both(addressed, Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS, "codec.addresses");
    boolean ports = codec.localPort() != null;
    both(ports, Schema.SOURCE_PORT, Schema.DESTINATION_PORT, "codec.localPort");
    require(ports == (codec.peerPort() != null), "codec.peerPort", "goes with localPort");
    boolean sound = protocols > 0 && protocols <= MOST_PROTOCOLS;
    sound &= new HashSet<>(List.of(codec.protocols())).size() == protocols;
    require(sound, "codec.protocols", "has none, too many, or one twice");
    require(protocols == 1 || schema.has(Schema.PROTOCOL), "codec.protocols", "has no attribute");
    text("codec.protocols", codec.protocols());
    Set<String> decided = new HashSet<>(Schema.FOUND_BY_NAME);
    var names =
        Stream.concat(
            codec.categories().stream().map(CodecSpec.NamedCategories::name),
            codec.quantities().stream().map(QuantitySpec::name));
    names.forEach(name -> require(decided.add(name), "codec", "has two codes of " + name));
    for (Attribute attribute : schema.attributes()) {
      require(decided.contains(attribute.name()), "codec", "has no code of " + attribute.name());
      boolean address = attribute.kind() == Kind.ADDRESS || attribute.kind().isTime();
      boolean known = Schema.FOUND_BY_NAME.contains(attribute.name());
      require(!address || known, "codec", "has no code of a further " + attribute.kind());
    }
  }

  private void both(boolean coded, String one, String other, String place) {
    require(coded == schema.has(one) && coded == schema.has(other), place, "goes with both sides");
  }

  private void addresses(AddressSpec addresses) {
    require(addresses.firstOctets().length == 256, "codec.addresses.firstOctets", "are not 256");
    int[] ids = addresses.interfaces6();
    boolean sorts = ids == null || ids.length == InterfaceIds.SORTS;
    require(sorts, "codec.addresses.interfaces6", "are not of all sorts");
    double[][] zipf = addresses.concentration();
    boolean octets = zipf == null || zipf.length == AddressSpec.OCTETS;
    for (int named = 0; octets && zipf != null && named < zipf.length; named++) {
      octets = zipf[named].length == AddressSpec.OCTETS - named;
    }
    require(octets, "codec.addresses.concentration", "are not of all octets");
    int blocks = addresses.internal6() == null ? 1 : addresses.internal6().length;
    for (String popular : addresses.popular()) {
      var internal = ProfilesCheck.INTERNAL.matcher(popular);
      if (!internal.matches()) {
        Address.parse(popular);
      } else {
        boolean known = isIndex(Integer.parseInt(internal.group(1)), blocks);
        require(known, "codec.addresses.popular", "has one in a block that is not there");
      }
    }
    for (String prefix : addresses.prefixes6()) {
      boolean ipv6 = !Cidr.parse(prefix).network().isIpv4();
      require(ipv6, "codec.addresses.prefixes6", "has one that is not IPv6");
    }
  }

  private void ports(PortSpec port, int relatives, String place) {
    MixtureSpec mixture = port.mixture();
    mixture(mixture, relatives, place + ".mixture");
    require(mixture.free() == 0, place + ".mixture", "has free components");
    int tokens = JointPartsCheck.tokens(mixture);
    String allowed = place + ".allowed";
    require(port.allowed().length == protocols, allowed, "is not one for each protocol");
    for (boolean[][] directions : port.allowed()) {
      boolean fit = Arrays.stream(directions).allMatch(shown -> shown.length == tokens);
      require(fit && directions.length == 2, allowed, "is not one for each direction and token");
    }
  }

  private void categories(CategorySpec code, String name, String place) {
    require(schema.has(name), place, "has no attribute");
    Kind kind = schema.kind(schema.index(name));
    boolean words = kind == Kind.FLAGS || kind.held() == Held.WORD;
    require(words && code.values().length > 0, place, "has no words");
    require(code.classes() <= MOST_COMPONENTS, place, "has too many words");
    for (String word : kind == Kind.FLAGS ? code.values() : new String[0]) {
      require(FLAGS.matcher(word).matches(), place, "has flags that are no number");
    }
    for (String word : kind == Kind.FLAGS ? code.rare() : new String[0]) {
      require(FLAGS.matcher(word).matches(), place, "has flags that are no number");
    }
    boolean fit = code.allowed().length == protocols && code.rareCounts().length == protocols;
    require(fit, place, "is not one for each protocol");
    for (int p = 0; p < protocols; p++) {
      require(code.allowed()[p].length == code.classes(), place, "allows other words");
      require(code.rareCounts()[p].length == code.rare().length, place, "counts other words");
      long sum = Arrays.stream(code.rareCounts()[p]).asLongStream().sum();
      require(sum <= Integer.MAX_VALUE, place, "counts too many words");
    }
  }

  private void quantity(QuantitySpec quantity, int index, String place) {
    require(schema.has(quantity.name()), place, "has no attribute");
    Kind kind = schema.kind(schema.index(quantity.name()));
    boolean real = kind.held() == Held.REAL;
    boolean number = kind == Kind.COUNT || kind == Kind.DURATION || kind == Kind.PORT;
    require(number || real, place, "is no number");
    double unit = quantity.unit();
    boolean whole = unit >= 1 && unit <= MOST_UNIT && unit == Math.rint(unit);
    require(real || (whole && quantity.offset() == 0), place, "has a unit of a real number");
    boolean divided = quantity.divisor() >= 0;
    int offsets = quantity.offsets().size();
    int relatives = QuantitySpec.relatives(quantity.near(), divided, offsets);
    mixture(quantity.mixture(), relatives, place + ".mixture");
    require(quantity.divisor() < index, place + ".divisor", "is not decided before");
    require(!quantity.zeroForOne() || index > 0, place + ".zeroForOne", "needs another before");
    boolean least = !divided || quantity.least().length == protocols;
    require(least, place + ".least", "is not one for each protocol");
    var others =
        Stream.concat(
            quantity.bounds().stream().map(QuantitySpec.Bound::other),
            quantity.offsets().stream().flatMap(offset -> Stream.of(offset.other(), offset.per())));
    require(others.allMatch(other -> isIndex(other, index)), place, "needs one not decided before");
  }

  private static void mixture(MixtureSpec mixture, int relatives, String place) {
    int divisors = mixture.atomDivisors().length;
    require(mixture.relatives() == relatives, place + ".relatives", "are not " + relatives);
    boolean each = divisors == 0 || divisors == mixture.atoms().length;
    require(each, place + ".atomDivisors", "are not as many as the atoms");
    require(mixture.edges().length != 1, place + ".edges", "is a single one");
    long fixed = 0L + mixture.ratioAtoms().length + mixture.atoms().length + mixture.edges().length;
    boolean some = fixed + mixture.free() > 0;
    require(some && fixed + mixture.free() + relatives <= MOST_COMPONENTS, place, "is of no size");
    require(mixture.min() <= mixture.max(), place, "has a smallest above its largest value");
    ascending(mixture.ratioAtoms(), place + ".ratioAtoms");
    ascending(mixture.atoms(), place + ".atoms");
    ascending(mixture.edges(), place + ".edges");
  }

  private static void ascending(long[] values, String place) {
    for (int i = 1; i < values.length; i++) {
      require(values[i - 1] <= values[i], place, "do not ascend");
    }
  }
}
