package io.stanflow.codec.spec;

import io.stanflow.codec.InterfaceIds;
import io.stanflow.flow.Range;

/**
 * The addresses that a model may know: those that at least k training hosts share.
 *
 * @param popular addresses of popular peers; one inside the training network stands as {@code
 *     internal/<block>/<high>/<low>}, without the network's prefix (hexadecimal host bits)
 * @param firstOctets first IPv4 octets that at least k hosts share, as flags
 * @param prefixes6 IPv6 blocks of length 16, 32, 48 or 64 outside the training network, or of 16 or
 *     104 where multicast, that at least k hosts share
 * @param k fewest hosts that share an address or prefix
 * @param internal6 which blocks of the training network are IPv6; null stands for none
 * @param interfaces6 how many IPv6 peers of all hosts have each of the {@link InterfaceIds}; null
 *     leaves them uniform
 * @param concentration exponents of the Zipf laws that octets of IPv4 peers follow which the model
 *     does not name: a row for each number of octets that it names, 0 to 3, of the octets after
 *     these; null leaves them uniform
 */
public record AddressSpec(
    String[] popular,
    boolean[] firstOctets,
    String[] prefixes6,
    @Range(least = 1, most = Integer.MAX_VALUE) int k,
    boolean[] internal6,
    @Range(least = 0, most = Integer.MAX_VALUE) int[] interfaces6,
    @Range(least = 0, most = AddressSpec.MOST_CONCENTRATION) double[][] concentration) {
  /** Of an IPv4 address. */
  public static final int OCTETS = 4;

  /** Largest exponent: the first of 256 values has a share of 0.92. */
  public static final double MOST_CONCENTRATION = 4;

  /**
   * Exponent of an octet's Zipf law; 0 is uniform.
   *
   * @param named octets that the model names, 0 to 3
   * @param octet which one, at least that
   */
  public double concentration(int named, int octet) {
    return concentration == null ? 0 : concentration[named][octet - named];
  }

  /** The shares of an octet's values by a Zipf law, the most frequent first. */
  public static double[] zipf(double exponent) {
    double[] shares = new double[256];
    double total = 0;
    for (int rank = 0; rank < shares.length; rank++) {
      shares[rank] = Math.pow(rank + 1, -exponent);
      total += shares[rank];
    }
    for (int rank = 0; rank < shares.length; rank++) {
      shares[rank] /= total;
    }
    return shares;
  }

  /** Same addresses with another concentration. */
  public AddressSpec withConcentration(double[][] exponents) {
    return new AddressSpec(popular, firstOctets, prefixes6, k, internal6, interfaces6, exponents);
  }

  /** Whether the training network has blocks of a family, and so peers of it. */
  public boolean hasFamily(boolean ipv6) {
    if (internal6 == null || internal6.length == 0) {
      return !ipv6;
    }
    for (boolean block6 : internal6) {
      if (block6 == ipv6) {
        return true;
      }
    }
    return false;
  }

  /** Whether hosts share the first octet of IPv4 peers. */
  public boolean hasOctets() {
    for (boolean shared : firstOctets) {
      if (shared) {
        return true;
      }
    }
    return false;
  }
}
