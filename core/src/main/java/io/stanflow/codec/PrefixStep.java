package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How much of a new peer's address follows from prefixes that at least k hosts share: a host of the
 * internal network; IPv4 with 0 to 3 shared octets, which {@link OctetStep}s then give; or one of
 * the shared IPv6 prefixes. The rest of the address is uniform, so no address that fewer than k
 * hosts had is ever learned.
 */
final class PrefixStep extends Step {
  static final int INTERNAL = 0;

  /** Class of an IPv4 address without a shared octet; one more for each shared octet. */
  static final int IPV4 = 1;

  private static final int IPV6 = 5;
  private static final int TRIES = 100;
  private static final Cidr ANY_IPV6 = Cidr.parse("2000::/3");
  private final Field field;
  private final SharedPrefixes shared;
  private final int prefixes6;
  private final boolean anyOctet;
  private final int token;

  /**
   * @param shared the training data's prefixes; null when only sampling
   * @param addresses what is shared
   */
  PrefixStep(AddressSpec addresses, SharedPrefixes shared, Layout.Builder layout) {
    this.shared = shared;
    prefixes6 = addresses.prefixes6().length;
    boolean any = false;
    for (boolean octet : addresses.firstOctets()) {
      any |= octet;
    }
    anyOctet = any;
    field = Field.discrete("prefix", IPV6 + 1 + prefixes6, false);
    int stage = layout.fields.size();
    layout.fields.add(field);
    token = layout.token("prefix", field.components() + 1, stage + 1, false, false);
  }

  @Override
  Field field() {
    return field;
  }

  @Override
  boolean present(Row row) {
    return row.peer == null;
  }

  private int code(AddressBook book, Address peer) {
    if (book.isInternal(peer)) {
      return INTERNAL;
    }
    return peer.isIpv4() ? IPV4 + shared.sharedOctets(peer) : IPV6 + 1 + book.prefix6(peer);
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(code(row.host.book, truth.peer), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (row.peer == null) {
      row.prefix = code(row.host.book, truth.peer);
      if (!isIpv4(row.prefix)) {
        row.peer = new Peer(truth.peer, row.heavy, -1);
        row.flow.peer = truth.peer;
      }
    }
  }

  static boolean isIpv4(int prefix) {
    return prefix >= IPV4 && prefix < IPV6;
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int c = 0; c <= IPV6 + prefixes6; c++) {
      boolean exists = c != INTERNAL || !row.host.book.internal().isEmpty();
      boolean octets = c > IPV4 && c < IPV6; // without a shared first octet there is none to draw
      allowed[c] = mask(exists && (anyOctet || !octets) && (c < IPV6 || prefixes6 > 0));
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.prefix = component;
    if (isIpv4(component)) {
      return; // the octets follow
    }
    AddressBook book = row.host.book;
    List<Cidr> internal = book.internal();
    Cidr block =
        component == INTERNAL
            ? internal.get(random.nextInt(internal.size()))
            : component == IPV6 ? ANY_IPV6 : book.prefix6(component - IPV6 - 1);
    Address address = block.withHost(random.nextLong(), random.nextLong());
    for (int i = 0; i < TRIES && row.host.taken(address); i++) {
      address = block.withHost(random.nextLong(), random.nextLong());
    }
    Peer known = row.host.find(address);
    row.peer = known != null ? known : new Peer(address, row.heavy, book.popularIndex(address));
    row.flow.peer = address;
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.prefix < 0 ? field.components() : row.prefix;
  }
}
