package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The known addresses of an {@link AddressSpec} placed in one internal network: the training one
 * for encoding, the scenario's for generation.
 */
final class AddressBook {
  private static final String INTERNAL = "internal/";
  private final List<Cidr> internal;
  private final Address[] popular;
  private final int[] firsts;
  private final Cidr[] prefixes6;
  private final Map<Address, Integer> indexes = new HashMap<>();

  AddressBook(AddressSpec spec, List<Cidr> internal) {
    this.internal = List.copyOf(internal);
    popular = new Address[spec.popular().length];
    firsts = new int[popular.length];
    for (int i = 0; i < popular.length; i++) {
      popular[i] = place(spec.popular()[i]);
      indexes.putIfAbsent(popular[i], i);
      firsts[i] = indexes.get(popular[i]);
    }
    prefixes6 = Arrays.stream(spec.prefixes6()).map(Cidr::parse).toArray(Cidr[]::new);
  }

  private Address place(String entry) {
    if (!entry.startsWith(INTERNAL)) {
      return Address.parse(entry);
    }
    String[] parts = entry.split("/", 4);
    Cidr block = internal.get(Math.min(Integer.parseInt(parts[1]), internal.size() - 1));
    return block.withHost(
        Long.parseUnsignedLong(parts[2], 16), Long.parseUnsignedLong(parts[3], 16));
  }

  /** The spec's text for a popular address: itself, or its host bits if it is internal. */
  static String entry(Address address, List<Cidr> internal) {
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

  boolean isInternal(Address address) {
    for (Cidr block : internal) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Index among the popular peers, or -1. */
  int popularIndex(Address address) {
    return indexes.getOrDefault(address, -1);
  }

  Address popular(int index) {
    return popular[index];
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
