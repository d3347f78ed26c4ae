package io.stanflow.codec;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The known addresses of an {@link AddressSpec} placed in one internal network: the training one
 * for encoding, the scenario's for generation.
 */
public final class AddressBook {
  private static final String INTERNAL = "internal/";
  private final List<Cidr> internal;
  private final Address[] popular;
  private final int[] firsts;
  private final boolean[] inside;
  private final Cidr[] prefixes6;
  private final int[] interfaces6;
  private final Map<Address, Integer> indexes = new HashMap<>();

  AddressBook(AddressSpec spec, List<Cidr> internal) {
    this.internal = List.copyOf(internal);
    popular = new Address[spec.popular().length];
    firsts = new int[popular.length];
    inside = new boolean[popular.length];
    for (int i = 0; i < popular.length; i++) {
      popular[i] = place(spec.popular()[i], spec.internal6());
      indexes.putIfAbsent(popular[i], i);
      firsts[i] = indexes.get(popular[i]);
      inside[i] = isInternal(popular[i]);
    }
    interfaces6 = spec.interfaces6();
    prefixes6 = Arrays.stream(spec.prefixes6()).map(Cidr::parse).toArray(Cidr[]::new);
  }

  /** An internal one goes into the block of its family that has its own block's place there. */
  private Address place(String entry, boolean[] internal6) {
    if (!entry.startsWith(INTERNAL)) {
      return Address.parse(entry);
    }
    String[] parts = entry.split("/", 4);
    int trained = Integer.parseInt(parts[1]);
    boolean ipv6 = internal6 != null && internal6[trained];
    int place = 0;
    for (int i = 0; i < trained; i++) {
      place += ipv6 == (internal6 != null && internal6[i]) ? 1 : 0;
    }
    List<Cidr> blocks = Cidr.ofFamily(ipv6, internal);
    Cidr block = blocks.get(Math.min(place, blocks.size() - 1));
    return block.withHost(
        Long.parseUnsignedLong(parts[2], 16), Long.parseUnsignedLong(parts[3], 16));
  }

  /** The spec's text for a popular address: itself, or its host bits if it is internal. */
  public static String entry(Address address, List<Cidr> internal) {
    for (int i = 0; i < internal.size(); i++) {
      Cidr block = internal.get(i);
      if (block.contains(address)) {
        long high = address.high() ^ block.network().high();
        long low = address.low() ^ block.network().low();
        return INTERNAL + i + "/" + Long.toHexString(high) + "/" + Long.toHexString(low);
      }
    }
    return address.toString();
  }

  List<Cidr> internal() {
    return internal;
  }

  /** A random address of a block, its interface identifier of a sort that peers have. */
  Address draw(Cidr block, RandomGenerator random) {
    return InterfaceIds.draw(block, interfaces6, random);
  }

  /** Whether the network has more addresses than one. */
  boolean hasNeighbours() {
    return internal.size() > 1 || (internal.size() == 1 && internal.get(0).hostBits() > 0);
  }

  /** Whether an address is inside the network. */
  public boolean isInternal(Address address) {
    for (Cidr block : internal) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Index among the popular peers, or -1. */
  public int popularIndex(Address address) {
    return indexes.getOrDefault(address, -1);
  }

  Address popular(int index) {
    return popular[index];
  }

  /** Whether this popular peer is inside the network. */
  boolean isPopularInternal(int index) {
    return inside[index];
  }

  /** The first of the popular peers that have the same address here. */
  int firstPopular(int index) {
    return firsts[index];
  }

  /** Distinct addresses among the popular peers; fewer if a small network maps two to one. */
  int distinctPopular() {
    return indexes.size();
  }

  int popularCount() {
    return popular.length;
  }

  /** Index of the longest known IPv6 prefix of this address, or -1. */
  int prefix6(Address address) {
    int best = -1;
    for (int i = 0; i < prefixes6.length; i++) {
      if (prefixes6[i].contains(address)
          && (best < 0 || prefixes6[i].prefixLength() > prefixes6[best].prefixLength())) {
        best = i;
      }
    }
    return best;
  }

  Cidr prefix6(int index) {
    return prefixes6[index];
  }
}
