package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.InterfaceIds;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.FlowTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which addresses and prefixes at least k hosts have had as a peer. Only training needs it; it is
 * not part of a model.
 */
public final class SharedPrefixes {
  private static final int[] LENGTHS_4 = {8, 16, 24};
  private static final int[] LENGTHS_6 = {16, 32, 48, 64};

  /** Scope, and the groups of neighbour discovery, which differ in 24 bits (RFC 4291, 2.7.1). */
  private static final int[] LENGTHS_MULTICAST = {16, 104};

  private final int k;
  private final List<Cidr> internal;
  private final int[] interfaces6 = new int[InterfaceIds.SORTS];
  private final Map<Address, Integer> addresses = new HashMap<>();
  private final Map<Cidr, Integer> prefixes = new HashMap<>();

  /**
   * @param internal blocks whose IPv6 prefixes are not to be known
   */
  SharedPrefixes(int k, List<Cidr> internal) {
    this.k = k;
    this.internal = internal;
  }

  /** Counts the peers of every host of a table. */
  static SharedPrefixes of(FlowTable table, int k) throws IOException {
    var shared = new SharedPrefixes(k, table.internal());
    table.forEachSeries(series -> shared.addHost(FirstFlows.of(series).keySet()));
    return shared;
  }

  /** Counts one host's distinct peers. */
  void addHost(Set<Address> peers) {
    Set<Cidr> seen = new HashSet<>();
    for (Address peer : peers) {
      addresses.merge(peer, 1, Integer::sum);
      for (int length : lengths(peer)) {
        seen.add(new Cidr(peer, length));
      }
      if (!peer.isIpv4() && !InterfaceIds.isMulticast(peer)) {
        interfaces6[InterfaceIds.sort(peer)]++;
      }
    }
    for (Cidr prefix : seen) {
      prefixes.merge(prefix, 1, Integer::sum);
    }
  }

  /** Hosts that have had this peer. */
  int hosts(Address peer) {
    return addresses.getOrDefault(peer, 0);
  }

  private int[] lengths(Address peer) {
    if (peer.isIpv4()) {
      return LENGTHS_4;
    } else if (internal.stream().anyMatch(block -> block.contains(peer))) {
      return new int[0];
    }
    return InterfaceIds.isMulticast(peer) ? LENGTHS_MULTICAST : LENGTHS_6;
  }

  /** Distinct IPv6 peers of all hosts with each of the {@link InterfaceIds}. */
  int[] interfaces6() {
    return interfaces6;
  }

  /** Addresses that at least k hosts share, in order. */
  List<Address> popular() {
    return addresses.entrySet().stream()
        .filter(e -> e.getValue() >= k)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Shared IPv6 prefixes, longest per branch and all above it, in order. */
  List<Cidr> prefixes6() {
    return prefixes.entrySet().stream()
        .filter(e -> e.getValue() >= k && !e.getKey().network().isIpv4())
        .map(Map.Entry::getKey)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  /** Notes what of these the model will hold, and the addresses that it will not. */
  void note(Sharing sharing, List<Cidr> blocks) {
    String attribute = "address";
    for (Address address : popular()) {
      sharing.hold(attribute, "peers", AddressBook.entry(address, blocks), hosts(address));
    }
    prefixes.forEach(
        (prefix, hosts) -> {
          if (hosts >= k && (!prefix.network().isIpv4() || prefix.prefixLength() == 8)) {
            sharing.hold(attribute, "prefixes", prefix.toString(), hosts);
          }
        });
  }

  /** First octets of shared IPv4 /8 blocks. */
  boolean[] firstOctets() {
    boolean[] octets = new boolean[256];
    prefixes.forEach(
        (prefix, hosts) -> {
          if (hosts >= k && prefix.network().isIpv4() && prefix.prefixLength() == 8) {
            octets[prefix.network().octet(0)] = true;
          }
        });
    return octets;
  }

  /** How many leading octets of an IPv4 address stand in a shared prefix: 0 to 3. */
  public int sharedOctets(Address address) {
    int octets = 0;
    while (octets < 3 && prefixes.getOrDefault(new Cidr(address, LENGTHS_4[octets]), 0) >= k) {
      octets++;
    }
    return octets;
  }
}
