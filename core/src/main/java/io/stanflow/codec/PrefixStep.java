package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * How much of a new peer's address follows from prefixes that at least k hosts share, or from the
 * peers met before: a host of the internal network, whom {@link HostSampler} names once the row
 * tells what it does; IPv4 with 0 to 3 shared octets, which {@link OctetStep}s then give; one of
 * the shared IPv6 prefixes; or one of the {@link NearPeers}. The rest of the address is drawn once
 * the row is decided ({@link ExternalPeers}), and no address that fewer than k hosts had is ever
 * learned.
 */
final class PrefixStep extends Step {
  static final int INTERNAL = 0;

  /** Class of an IPv4 address without a shared octet; one more for each shared octet. */
  static final int IPV4 = 1;

  private static final int IPV6 = 5;
  private static final int OCTET = 8;

  /** Addresses that are somebody's (RFC 4291, 2.4). */
  static final Cidr ANY_IPV6 = Cidr.parse("2000::/3");

  private final ToIntFunction<Address> sharedOctets;
  private final OutcomeClasses outcomes;
  private final int firstNear;
  private final boolean ipv4;
  private final boolean octets;
  private final boolean ipv6;
  private final int token;

  /**
   * @param sharedOctets how many leading octets of an IPv4 address at least k training hosts share,
   *     0 to 3; asked when encoding
   */
  PrefixStep(
      AddressSpec spec,
      ToIntFunction<Address> sharedOctets,
      OutcomeClasses outcomes,
      Layout.Builder layout) {
    super(Field.discrete("prefix", firstNear(spec) + NearPeers.CLASSES, false), layout);
    this.sharedOctets = sharedOctets;
    this.outcomes = outcomes;
    firstNear = firstNear(spec);
    ipv4 = spec.hasFamily(false);
    octets = spec.hasOctets();
    ipv6 = spec.prefixes6().length > 0 || spec.hasFamily(true);
    token = layout.token("prefix", field().components() + 1, known(), false, false);
  }

  private static int firstNear(AddressSpec spec) {
    return IPV6 + 1 + spec.prefixes6().length;
  }

  @Override
  boolean present(Row row) {
    return row.peer == null && !isInternal(row);
  }

  /** Whether the flow is with a heavy peer inside the network. */
  private static boolean isInternal(Row row) {
    return row.heavy >= 0 && row.host.profile.heavy().get(row.heavy).internal();
  }

  private int code(HostState host, Address peer) {
    AddressBook book = host.book;
    if (book.isInternal(peer)) {
      return INTERNAL;
    }
    int octets = peer.isIpv4() ? sharedOctets.applyAsInt(peer) : 0;
    int prefix = peer.isIpv4() ? -1 : book.prefix6(peer);
    int known = prefix < 0 ? octets * OCTET : book.prefix6(prefix).prefixLength();
    int near = NearPeers.of(host, peer, known);
    if (near >= 0) {
      return firstNear + near;
    }
    return peer.isIpv4() ? IPV4 + octets : IPV6 + 1 + prefix;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(code(row.host, truth.peer), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (row.peer == null) {
      row.prefix = code(row.host, truth.peer);
      if (!isIpv4(row.prefix)) {
        row.meet(row.host.peer(truth.peer, row.heavy));
      }
    }
  }

  static boolean isIpv4(int prefix) {
    return prefix >= IPV4 && prefix < IPV6;
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int c = 0; c < firstNear; c++) {
      allowed[c] = mask(exists(c, row.host.book));
    }
    for (int near = 0; near < NearPeers.CLASSES; near++) {
      allowed[firstNear + near] = mask(NearPeers.exists(near, row.host));
    }
    allowed[INTERNAL] *= mask(row.heavy < 0);
    if (row.tick != null && row.heavy < 0) {
      keepSide(row.tick.internal(), allowed);
    }
  }

  /** A timer says whether its peer is inside the network. */
  private void keepSide(boolean internal, float[] allowed) {
    for (int c = 0; c < field().components(); c++) {
      allowed[c] *= mask((c == INTERNAL) == internal);
    }
  }

  private boolean exists(int code, AddressBook book) {
    if (code == INTERNAL) {
      return book.hasNeighbours();
    }
    return code >= IPV6 ? ipv6 : code == IPV4 ? ipv4 : octets;
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    float outside = feedback.outcome(outcomes.inside(false));
    for (int c = 0; c < field().components(); c++) {
      logits[from + c] += c == INTERNAL ? feedback.outcome(outcomes.inside(true)) : outside;
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.prefix = component;
    if (component == INTERNAL) {
      row.meet(new Peer(null, row.heavy, -1, true));
    } else if (!isIpv4(component)) { // else the octets follow
      if (component >= firstNear) {
        NearPeers.meet(component - firstNear, row, random);
      } else {
        row.meetIn(block6(component, row.host.book));
      }
    }
  }

  private static Cidr block6(int component, AddressBook book) {
    return component == IPV6 ? ANY_IPV6 : book.prefix6(component - IPV6 - 1);
  }

  @Override
  void complete(Row row, RandomGenerator random) {
    if (row.peer == null && isInternal(row)) {
      draw(row, INTERNAL, 0, 1, random);
    }
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.prefix < 0 ? field().components() : row.prefix;
  }
}
