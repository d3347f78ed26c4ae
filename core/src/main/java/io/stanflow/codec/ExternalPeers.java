package io.stanflow.codec;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Addresses of new peers outside the network, in one scenario. The octets of an IPv4 address that
 * the model does not name are a multiplicative cascade (Kohler, Li, Paxson and Shenker, <i>Observed
 * structure of addresses in IP traffic</i>, IMW 2002): each follows a Zipf law over its values,
 * whose order follows from the seed, the octets before it and what the peer is for. So hosts that
 * are generated alone meet the same peers, about as often as the training hosts did, and each peer
 * does one thing for all of them. Other bits are uniform but for the sort of an IPv6 interface
 * identifier.
 */
final class ExternalPeers {
  private static final Cidr ANY_IPV4 = new Cidr(Address.ofIpv4(0), 0);

  /** Of finding an address that is free. */
  private static final int TRIES = 100;

  private final AddressBook book;
  private final long seed;

  /** By the octets that are given and the one that is drawn: shares of the first ranks, summed. */
  private final double[][][] upTo;

  /**
   * @param spec whose law it is; octets are uniform where it has none
   */
  ExternalPeers(AddressSpec spec, AddressBook book, long seed) {
    this.book = book;
    this.seed = seed;
    upTo = new double[AddressSpec.OCTETS][][];
    for (int given = 0; given < AddressSpec.OCTETS; given++) {
      upTo[given] = new double[AddressSpec.OCTETS][];
      for (int octet = given; octet < AddressSpec.OCTETS; octet++) {
        upTo[given][octet] = AddressSpec.zipf(spec.concentration(given, octet));
        Arrays.parallelPrefix(upTo[given][octet], Double::sum);
      }
    }
  }

  /**
   * Draws an address for a new peer.
   *
   * @param block that it lies in
   * @param service of the first flow with it, the first of {@link OutcomeClasses}
   * @param untaken whether the host can have an address as a new peer
   * @param fits whether it is where it should be within the block
   * @return one outside the network that is untaken and no popular peer's, if one is found: one
   *     that fits, or else another of the block, or else any
   */
  Address draw(
      Cidr block,
      int service,
      Predicate<Address> untaken,
      Predicate<Address> fits,
      RandomGenerator random) {
    boolean ipv4 = block.network().isIpv4();
    boolean named = block.prefixLength() >= Byte.SIZE; // data may have any first octet
    Predicate<Address> free =
        address ->
            (named || isUnicast(address))
                && untaken.test(address)
                && book.popularIndex(address) < 0
                && !book.isInternal(address);
    Supplier<Address> even = () -> book.draw(block, random);
    Supplier<Address> drawn = ipv4 ? () -> concentrated(block, service, random) : even;
    Cidr any = ipv4 ? ANY_IPV4 : PrefixStep.ANY_IPV6;
    return first(drawn, free.and(fits))
        .or(() -> first(drawn, free))
        .or(() -> first(even, free))
        .or(() -> first(() -> book.draw(any, random), free.and(ExternalPeers::isUnicast)))
        .orElseGet(even);
  }

  private static Optional<Address> first(Supplier<Address> drawn, Predicate<Address> wanted) {
    return Stream.generate(drawn).limit(TRIES).filter(wanted).findFirst();
  }

  /** Whether an IPv4 address is somebody's; of IPv6 the model names the prefix. */
  private static boolean isUnicast(Address address) {
    int first = address.isIpv4() ? address.octet(0) : 1;
    return first > 0 && first < 224 && first != 127;
  }

  private Address concentrated(Cidr block, int service, RandomGenerator random) {
    int given = block.prefixLength() / Byte.SIZE;
    int bits = 0;
    for (int octet = 0; octet < AddressSpec.OCTETS; octet++) {
      int value = block.network().octet(octet);
      if (octet >= given) {
        value = place(rank(upTo[given][octet], random), key(bits, octet, service));
      }
      bits = bits << Byte.SIZE | value;
    }
    return Address.ofIpv4(bits);
  }

  private static int rank(double[] upTo, RandomGenerator random) {
    int found = Arrays.binarySearch(upTo, random.nextDouble());
    return Math.min(upTo.length - 1, found < 0 ? -found - 1 : found + 1);
  }

  private long key(int before, int octet, int service) {
    return mixed(mixed(mixed(seed) + before) + ((long) service << 2) + octet);
  }

  /** The finalizer of SplittableRandom (Steele, Lea and Flood 2014). */
  private static long mixed(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The value of a rank: a permutation of 0 to 255 for each key. */
  static int place(int rank, long key) {
    int value = rank;
    for (int round = 0; round < 4; round++) { // each step is one to one
      int part = (int) (key >>> (16 * round));
      value = (value * (part | 1) + (part >>> Byte.SIZE)) & 0xff;
      value ^= value >>> 4;
    }
    return value;
  }
}
