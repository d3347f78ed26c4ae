package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.flow.Address;
import java.util.random.RandomGenerator;

/**
 * One of the first three octets of a new IPv4 peer, given those before it (as STAN codes
 * addresses), where at least k hosts share the prefix up to it. The last of these steps completes
 * the address with uniform octets.
 */
final class OctetStep extends Step {
  /** Octets that are coded; the fourth is always uniform. */
  static final int CODED = 3;

  private static final int TRIES = 100;
  private final int index;
  private final boolean[] firstOctets;
  private final int token;

  OctetStep(int index, boolean[] firstOctets, Layout.Builder layout) {
    super(Field.discrete("octet" + (index + 1), 256, false), layout);
    this.index = index;
    this.firstOctets = firstOctets;
    token = layout.token(field().name(), 257, known(), false, false);
  }

  @Override
  boolean present(Row row) {
    return PrefixStep.isIpv4(row.prefix) && row.prefix - PrefixStep.IPV4 > index;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(truth.peer.octet(index), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (present(row)) {
      row.octets[index] = truth.peer.octet(index);
    }
    if (index == CODED - 1 && row.peer == null) {
      row.meet(row.host.peer(truth.peer, row.heavy));
    }
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int octet = 0; octet < 256; octet++) {
      allowed[octet] = mask(index > 0 || firstOctets[octet]);
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.octets[index] = component;
  }

  /** The last step draws the address whose shared octets are all drawn. */
  @Override
  void complete(Row row, RandomGenerator random) {
    if (index != CODED - 1 || row.peer != null) {
      return;
    }
    int shared = row.prefix - PrefixStep.IPV4;
    Address address = null;
    for (int i = 0; i < TRIES && (address == null || !free(row, address)); i++) {
      int bits = 0;
      for (int octet = 0; octet < 4; octet++) {
        bits = bits << 8 | (octet < shared ? row.octets[octet] : uniform(octet, random));
      }
      address = Address.ofIpv4(bits);
    }
    Peer known = row.host.find(address);
    row.meet(known != null ? known : row.host.peer(address, row.heavy));
  }

  private static boolean free(Row row, Address address) {
    AddressBook book = row.host.book;
    return !row.host.taken(address) && book.popularIndex(address) < 0 && !book.isInternal(address);
  }

  /** A first octet of unicast addresses outside loopback, or any later octet. */
  private static int uniform(int octet, RandomGenerator random) {
    int value = octet == 0 ? 1 + random.nextInt(223) : random.nextInt(256);
    return octet == 0 && value == 127 ? 128 : value;
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = present(row) ? row.octets[index] : 256;
  }
}
