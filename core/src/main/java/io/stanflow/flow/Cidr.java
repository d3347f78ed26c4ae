package io.stanflow.flow;

import java.util.List;

/** A block of addresses in CIDR notation (RFC 4632), such as {@code 192.0.2.0/24}. */
public record Cidr(Address network, int prefixLength) {
  /**
   * Takes any address of the block as {@code network} and keeps its prefix.
   *
   * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  public Cidr {
    int bits = network.isIpv4() ? 32 : 128;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is not in [0, " + bits + "]");
    }
    network = keepPrefix(network, 128 - bits + prefixLength);
  }

  /**
   * Reads {@code 10.0.0.0/8}; a lone address is a block of one.
   *
   * @throws IllegalArgumentException if it is not a block
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return new Cidr(address, address.isIpv4() ? 32 : 128);
    }
    try {
      return new Cidr(address, Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a CIDR block: '" + text + "'", e);
    }
  }

  /** The blocks of one family, or all where there is none of it. */
  public static List<Cidr> ofFamily(boolean ipv6, List<Cidr> blocks) {
    List<Cidr> family = blocks.stream().filter(b -> b.network.isIpv4() != ipv6).toList();
    return family.isEmpty() ? blocks : family;
  }

  /** Whether the address is of the block; one of the other family never is. */
  public boolean contains(Address address) {
    return address.isIpv4() == network.isIpv4() && keepPrefix(address, fixedBits()).equals(network);
  }

  /** The address of this block whose free bits are the low bits of {@code high, low}. */
  public Address withHost(long high, long low) {
    int fixed = fixedBits();
    Address prefix = keepPrefix(new Address(high, low), fixed);
    return new Address(
        network.high() | (high ^ prefix.high()), network.low() | (low ^ prefix.low()));
  }

  /** Free bits, 0 to 128; the block holds two to this power of addresses. */
  public int hostBits() {
    return 128 - fixedBits();
  }

  private int fixedBits() {
    return (network.isIpv4() ? 96 : 0) + prefixLength;
  }

  private static Address keepPrefix(Address address, int bits) {
    long high = bits >= 64 ? address.high() : bits == 0 ? 0 : address.high() & (-1L << (64 - bits));
    long low = bits <= 64 ? 0 : bits == 128 ? address.low() : address.low() & (-1L << (128 - bits));
    return new Address(high, low);
  }

  @Override
  public String toString() {
    return network + "/" + prefixLength;
  }
}
