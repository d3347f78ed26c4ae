package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalPeersTest {
  private static final String POPULAR = "20.1.2.200";
  private static final Cidr INTERNAL = Cidr.parse("20.1.2.0/25");
  private static final Cidr BLOCK = Cidr.parse("20.1.2.0/24");

  /** Only the last octet is concentrated, by an exponent of 1. */
  private static final double[][] LAST = {{0, 0, 0, 1}, {0, 0, 1}, {0, 1}, {1}};

  private static boolean any(Address address) {
    return true;
  }

  private static ExternalPeers peers(double[][] concentration, long seed) {
    var spec =
        new AddressSpec(
            new String[] {POPULAR},
            new boolean[256],
            new String[0],
            5,
            new boolean[1],
            null,
            concentration);
    return new ExternalPeers(spec, new AddressBook(spec, List.of(INTERNAL)), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void anOrderOfOctetsHasEachOnce(long seed) {
    var random = new SplittableRandom(seed);
    int[] firsts = new int[256];
    int keys = 25_600;
    for (int i = 0; i < keys; i++) {
      long key = random.nextLong();
      assertThat(IntStream.range(0, 256).map(rank -> ExternalPeers.place(rank, key)).distinct())
          .hasSize(256);
      firsts[ExternalPeers.place(0, key)]++;
    }
    double square = 0;
    for (int count : firsts) {
      square += (count - keys / 256.0) * (count - keys / 256.0) / (keys / 256.0);
    }
    // chi-square of 255 degrees: mean 255, standard deviation 22.6; five of them
    assertThat(square).isLessThan(255 + 5 * 22.6);
  }

  /** Two that draw alike meet with the chance that two ranks are the same. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 4})
  void hostsMeetTheSamePeersForTheSameService(long seed) {
    var random = new SplittableRandom(seed);
    ExternalPeers peers = peers(LAST, seed);
    ExternalPeers others = peers(LAST, seed + 1);
    int blocks = 20_000;
    int same = 0;
    int ofOtherService = 0;
    int ofOtherSeed = 0;
    for (int i = 0; i < blocks; i++) {
      Cidr block = new Cidr(Address.ofIpv4(0x15000000 | i << 8), 24);
      Address one = peers.draw(block, 7, ExternalPeersTest::any, ExternalPeersTest::any, random);
      assertThat(block.contains(one)).isTrue();
      same +=
          one.equals(peers.draw(block, 7, ExternalPeersTest::any, ExternalPeersTest::any, random))
              ? 1
              : 0;
      ofOtherService +=
          one.equals(peers.draw(block, 8, ExternalPeersTest::any, ExternalPeersTest::any, random))
              ? 1
              : 0;
      ofOtherSeed +=
          one.equals(others.draw(block, 7, ExternalPeersTest::any, ExternalPeersTest::any, random))
              ? 1
              : 0;
    }
    double expected = 0;
    for (double share : AddressSpec.zipf(1)) {
      expected += share * share;
    }
    // five standard errors of a share of 0.044, and of one of 1/256
    assertThat(same / (double) blocks).isCloseTo(expected, within(0.0073));
    assertThat(ofOtherService / (double) blocks).isCloseTo(1 / 256.0, within(0.0022));
    assertThat(ofOtherSeed / (double) blocks).isCloseTo(1 / 256.0, within(0.0022));
  }

  @Test
  void withoutALawAllAreAlike() {
    var random = new SplittableRandom(5);
    int[] counts = new int[256];
    Cidr block = Cidr.parse("20.1.3.0/24");
    for (int i = 0; i < 25_600; i++) {
      counts[
          peers(null, 5)
              .draw(block, 1, ExternalPeersTest::any, ExternalPeersTest::any, random)
              .octet(3)]++;
    }
    double square = 0;
    for (int count : counts) {
      square += (count - 100) * (count - 100) / 100.0;
    }
    assertThat(square).isLessThan(255 + 5 * 22.6);
  }

  @Test
  void isNobodyOfTheNetworkNorNamedNorTaken() {
    var random = new SplittableRandom(6);
    ExternalPeers peers = peers(LAST, 6);
    Set<Address> taken = new HashSet<>();
    List<Address> drawn = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Address address =
          peers.draw(BLOCK, 1, a -> !taken.contains(a), ExternalPeersTest::any, random);
      assertThat(taken.add(address)).isTrue();
      drawn.add(address);
    }
    assertThat(drawn).noneMatch(INTERNAL::contains).doesNotContain(Address.parse(POPULAR));
    // 128 outside the network, and one of them is named
    assertThat(drawn.stream().filter(BLOCK::contains)).hasSize(127);
  }

  /** Anonymised data have any; the model then names them. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/8", "127.0.0.0/8", "240.0.0.0/8", "255.1.0.0/16"})
  void firstOctetsThatAreNamedAreKept(String text) {
    Cidr block = Cidr.parse(text);
    for (int seed = 0; seed < 100; seed++) {
      Address address =
          peers(LAST, seed)
              .draw(
                  block,
                  1,
                  ExternalPeersTest::any,
                  ExternalPeersTest::any,
                  new SplittableRandom(seed));
      assertThat(block.contains(address)).isTrue();
    }
  }

  /** A block that has nobody who fits is kept to all the same. */
  @Test
  void whoDoesNotFitIsOfTheBlock() {
    var random = new SplittableRandom(9);
    ExternalPeers peers = peers(LAST, 9);
    for (int i = 0; i < 100; i++) {
      assertThat(
              BLOCK.contains(
                  peers.draw(BLOCK, 1, ExternalPeersTest::any, address -> false, random)))
          .isTrue();
    }
    for (int i = 0; i < 100; i++) {
      Address upper =
          peers.draw(BLOCK, 1, ExternalPeersTest::any, address -> address.octet(3) >= 160, random);
      assertThat(upper.octet(3)).isGreaterThanOrEqualTo(160);
    }
  }

  @Test
  void whereNothingIsNamedItIsAUnicastAddress() {
    var random = new SplittableRandom(7);
    double[][] concentrated = {{4, 4, 4, 4}, {4, 4, 4}, {4, 4}, {4}};
    for (int seed = 0; seed < 2000; seed++) {
      ExternalPeers peers = peers(seed % 2 == 0 ? concentrated : null, seed);
      Cidr any = new Cidr(Address.ofIpv4(0), 0);
      int first =
          peers.draw(any, 1, ExternalPeersTest::any, ExternalPeersTest::any, random).octet(0);
      assertThat(first).isBetween(1, 223).isNotEqualTo(127);
    }
  }

  @Test
  void ipv6PeersAreOfTheirBlock() {
    var random = new SplittableRandom(8);
    Cidr block = Cidr.parse("2001:db8:7::/48");
    for (int i = 0; i < 100; i++) {
      Address address =
          peers(LAST, 8).draw(block, 1, ExternalPeersTest::any, ExternalPeersTest::any, random);
      assertThat(block.contains(address)).isTrue();
    }
  }
}
