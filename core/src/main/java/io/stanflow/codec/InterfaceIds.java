package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.random.RandomGenerator;

/**
 * The sorts of interface identifiers, the lower half of an IPv6 address (RFC 4291, 2.5.1). A model
 * knows how frequent each sort is and no identifier.
 */
public final class InterfaceIds {
  /** Below 2^16, as servers and routers have: {@code ::1}, {@code ::443}. */
  static final int SMALL = 0;

  /** From a MAC address: {@code ff:fe} in the middle (RFC 4291, appendix A). */
  static final int EUI64 = 1;

  /** Any other; random ones (RFC 8981) are. */
  static final int OTHER = 2;

  /** Number of sorts. */
  public static final int SORTS = 3;

  private static final int PREFIX = 64;

  private InterfaceIds() {}

  /** The sort of an IPv6 address. */
  public static int sort(Address address) {
    if (address.low() >>> 16 == 0) {
      return SMALL;
    }
    return (address.low() >>> 24 & 0xffff) == 0xfffe ? EUI64 : OTHER;
  }

  /** Whether it is an IPv6 multicast address (RFC 4291, 2.7). */
  public static boolean isMulticast(Address address) {
    return address.high() >>> 56 == 0xff;
  }

  /**
   * A random address of a block.
   *
   * @param counts of each sort, or null to draw all free bits alike, as IPv4's are
   */
  static Address draw(Cidr block, int[] counts, RandomGenerator random) {
    Address any = block.withHost(random.nextLong(), random.nextLong());
    if (counts == null || any.isIpv4() || block.prefixLength() > PREFIX) {
      return any;
    } else if (isMulticast(any)) {
      return new Address(block.network().high(), id(SMALL, random)); // groups are numbered
    }
    return new Address(any.high(), id(sort(counts, random), random));
  }

  private static int sort(int[] counts, RandomGenerator random) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    long at = total == 0 ? 0 : random.nextLong(total);
    int sort = total == 0 ? OTHER : 0;
    while (total > 0 && at >= counts[sort]) {
      at -= counts[sort++];
    }
    return sort;
  }

  private static long id(int sort, RandomGenerator random) {
    return switch (sort) {
      case SMALL -> random.nextInt(1, 1 << random.nextInt(1, 17)); // as many short ones as long
      case EUI64 -> // of a universal, individual MAC
          (random.nextLong() & 0xfcff_ff00_00ff_ffffL) | 0x0200_00ff_fe00_0000L;
      default -> random.nextLong();
    };
  }
}
