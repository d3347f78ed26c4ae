package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Learns how hosts share the external peers that the model may not name: the exponents of {@link
 * AddressSpec#concentration}, by which as many different octets are expected after the octets
 * before as the hosts' peers have. Lives only while training; holds real addresses.
 */
final class ConcentrationFitter {
  /** Of hosts and peers; of fewer the exponent is that of all, whatever the model names of them. */
  private static final int FEWEST = 100;

  private static final int ANY = -1;

  private static final int SERVICE_BITS = 30;

  /** Exponents are multiples of one over this. */
  private static final double STEPS = 64;

  private final FlowCodec codec;
  private final AddressBook book;
  private final ToIntFunction<Address> sharedOctets;

  /** Of each host and peer that is not named: address, how many octets are named, service. */
  private long[] pairs = new long[1 << 10];

  private int count;
  private int hosts;

  ConcentrationFitter(FlowCodec codec, AddressBook book, ToIntFunction<Address> sharedOctets) {
    this.codec = codec;
    this.book = book;
    this.sharedOctets = sharedOctets;
  }

  /** Takes in one host's peers, each with its first flow. */
  void add(Address host, Map<Address, Flow> peers) {
    int before = count;
    peers.forEach(
        (peer, flow) -> {
          if (peer.isIpv4() && !book.isInternal(peer) && book.popularIndex(peer) < 0) {
            int service = codec.outcomes().of(codec.observe(flow, host), 0);
            long named = sharedOctets.applyAsInt(peer);
            add(peer.low() << Integer.SIZE | named << SERVICE_BITS | service);
          }
        });
    hosts += count > before ? 1 : 0;
  }

  private void add(long pair) {
    if (count == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * count);
    }
    pairs[count++] = pair;
  }

  /**
   * The exponents, once all hosts are in; null if fewer than k have such peers.
   *
   * @param k hosts that must share what is learned
   */
  double[][] fit(int k) {
    if (hosts < k) {
      return null;
    }
    Arrays.sort(pairs, 0, count);
    double[][] exponents = new double[AddressSpec.OCTETS][];
    for (int named = 0; named < AddressSpec.OCTETS; named++) {
      exponents[named] = new double[AddressSpec.OCTETS - named];
      for (int octet = named; octet < AddressSpec.OCTETS; octet++) {
        Cells cells = cells(octet, named);
        if (cells.pairs() < FEWEST) {
          cells = cells(octet, ANY);
        }
        exponents[named][octet - named] = cells.exponent();
      }
    }
    return exponents;
  }

  /**
   * One octet after all the prefixes before it. A cell is a prefix and a service.
   *
   * @param sizes pairs of a host and a peer in each cell, prefix by prefix
   * @param ends where the cells of each prefix end
   * @param pairs in all cells
   * @param different octets after the prefixes, summed
   */
  private record Cells(int[] sizes, int[] ends, int pairs, int different) {
    /** The exponent by which so many different octets are expected. */
    double exponent() {
      double low = 0;
      double high = AddressSpec.MOST_CONCENTRATION;
      while (high - low > 0.5 / STEPS) {
        double middle = (low + high) / 2;
        boolean tooMany = expected(middle) > different;
        low = tooMany ? middle : low;
        high = tooMany ? high : middle;
      }
      return Math.rint(low * STEPS) / STEPS;
    }

    /** Each service has its own order of the octets, so what two have in common is chance. */
    private double expected(double exponent) {
      double[] shares = AddressSpec.zipf(exponent);
      Map<Integer, Double> logs = new HashMap<>();
      double expected = 0;
      int cell = 0;
      for (int end : ends) {
        double absent = 0;
        while (cell < end) {
          absent += logs.computeIfAbsent(sizes[cell++], n -> logAbsent(shares, n));
        }
        expected += shares.length * -Math.expm1(absent);
      }
      return expected;
    }

    /** Logarithm of the chance that an octet is not among those of so many draws. */
    private static double logAbsent(double[] shares, int draws) {
      double absent = 0;
      for (double share : shares) {
        absent += Math.pow(1 - share, draws);
      }
      return Math.log(absent / shares.length);
    }
  }

  /**
   * Counts the cells of one octet.
   *
   * @param named of pairs of which the model names so many octets; {@link #ANY} number up to this
   *     one
   */
  private Cells cells(int octet, int named) {
    var counter = new Counter(Integer.SIZE + Byte.SIZE * (AddressSpec.OCTETS - 1 - octet));
    for (int i = 0; i < count; i++) {
      int known = (int) (pairs[i] >>> SERVICE_BITS) & AddressSpec.OCTETS - 1;
      if (named == ANY ? known <= octet : known == named) {
        counter.add(pairs[i]);
      }
    }
    return counter.end();
  }

  /** Takes pairs in order, and ends a prefix when the next one comes. */
  private static final class Counter {
    private final int shift;
    private final IntStream.Builder sizes = IntStream.builder();
    private final IntStream.Builder ends = IntStream.builder();
    private final Map<Integer, Integer> ofPrefix = new TreeMap<>();
    private long last = -1;
    private int pairs;
    private int cells;
    private int different;

    /**
     * @param shift of a pair to the octet
     */
    Counter(int shift) {
      this.shift = shift;
    }

    void add(long pair) {
      long upTo = pair >>> shift;
      if (upTo >>> Byte.SIZE != last >>> Byte.SIZE) {
        endPrefix();
      }
      different += upTo == last ? 0 : 1;
      last = upTo;
      pairs++;
      ofPrefix.merge((int) pair & (1 << SERVICE_BITS) - 1, 1, Integer::sum);
    }

    private void endPrefix() {
      ofPrefix.values().forEach(sizes::add);
      cells += ofPrefix.size();
      ends.add(cells);
      ofPrefix.clear();
    }

    Cells end() {
      endPrefix();
      return new Cells(sizes.build().toArray(), ends.build().toArray(), pairs, different);
    }
  }
}
