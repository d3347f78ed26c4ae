package io.stanflow.flow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address of 128 bits; IPv4 stands in its mapped form {@code ::ffff:a.b.c.d} (RFC
 * 4291, 2.5.5.2). Ordered as unsigned numbers, so IPv4 addresses sort by their octets.
 */
public record Address(long high, long low) implements Comparable<Address> {
  private static final long MAPPED = 0xffffL << 32;

  /** The IPv4 address of these 32 bits. */
  public static Address ofIpv4(int bits) {
    return new Address(0, MAPPED | Integer.toUnsignedLong(bits));
  }

  /**
   * Reads a literal such as {@code 192.0.2.1} or {@code 2001:db8::1}; never asks a name server.
   *
   * @throws IllegalArgumentException if it is not an address
   */
  public static Address parse(String text) {
    if (text.indexOf(':') >= 0) {
      return parseIpv6(text);
    }
    long bits = 0;
    int octet = -1;
    int octets = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.' && octet >= 0 && octets < 4) {
        bits = bits << 8 | octet;
        octets++;
        octet = -1;
      } else if (c >= '0' && c <= '9' && (octet < 0 || octet * 10 + c - '0' < 256)) {
        octet = Math.max(octet, 0) * 10 + c - '0';
      } else {
        throw notAnAddress(text);
      }
    }
    if (octets != 4) {
      throw notAnAddress(text);
    }
    return ofIpv4((int) bits);
  }

  private static Address parseIpv6(String text) {
    if (text.charAt(0) == '.') { // the JDK would take it for a name and ask a server
      throw notAnAddress(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        throw notAnAddress(text);
      }
    }
    try {
      byte[] bytes = InetAddress.getByName(text).getAddress();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return bytes.length == 4
          ? ofIpv4(buffer.getInt())
          : new Address(buffer.getLong(), buffer.getLong());
    } catch (UnknownHostException e) {
      throw notAnAddress(text);
    }
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("not an IP address: '" + text + "'");
  }

  /** Whether it is IPv4 in its mapped form. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** The 32 bits of an IPv4 address. */
  public int ipv4() {
    return (int) low;
  }

  /** Octet {@code index} of an IPv4 address, 0 the first. */
  public int octet(int index) {
    return (int) (low >>> (24 - 8 * index)) & 0xff;
  }

  @Override
  public int compareTo(Address other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** Dotted quad, or RFC 5952 text: lower case, the longest run of zero groups as {@code ::}. */
  @Override
  public String toString() {
    if (isIpv4()) {
      return octet(0) + "." + octet(1) + "." + octet(2) + "." + octet(3);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }
    int best = -1;
    int length = 1; // a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        best = i;
        length = end - i;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
