package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final Address OUTSIDE = Address.parse("192.0.2.1");
  private static final Host BUSY = host(1, 50);
  private static final Host EQUAL = host(2, 47);
  private static final Host QUIET = host(3, 10);
  private static final Address NO_HOST = Address.parse("10.0.0.4");

  private final Peers peers =
      new Peers(
          new Vocabulary<>(
              List.of(OUTSIDE, QUIET.address(), EQUAL.address(), NO_HOST),
              new long[] {80, 20, 3, 4}),
          List.of(BUSY, EQUAL, QUIET),
          Traffic.INTERNAL);

  private static Host host(int number, long flows) {
    return new Host(Address.parse("10.0.0." + number), flows, 0, 0);
  }

  @Test
  void theBusierHostHasTheOtherForAPeer() {
    assertThat(peers.take(BUSY, QUIET.address())).isTrue(); // 50 flows, 10 + 20
    assertThat(peers.take(QUIET, BUSY.address())).isFalse();
    assertThat(peers.take(BUSY, EQUAL.address())).isTrue(); // 50 each: the lower address
    assertThat(peers.take(EQUAL, BUSY.address())).isFalse();
    assertThat(peers.take(QUIET, NO_HOST)).isTrue();
    assertThat(peers.take(QUIET, OUTSIDE)).isTrue();
    assertThat(peers.take(QUIET, QUIET.address())).isFalse();
  }

  @Test
  void anInternalPeerIsNoMoreFrequentThanReal() {
    var random = new SplittableRandom(1);
    Map<Address, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      counts.merge(peers.draw(BUSY, 0, random), 1, Integer::sum);
    }
    assertThat(counts)
        .containsEntry(QUIET.address(), 20)
        .containsEntry(EQUAL.address(), 3)
        .containsEntry(NO_HOST, 4)
        .containsEntry(OUTSIDE, 973);
    assertThat(peers.draw(QUIET, 1, random)).isNotEqualTo(OUTSIDE); // as there is no other
  }
}
