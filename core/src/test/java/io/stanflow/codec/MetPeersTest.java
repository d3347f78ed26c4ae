package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MetPeersTest {
  private final MetPeers peers = new MetPeers();

  private Peer meet(int number, int heavy, long time) {
    var peer =
        new Peer(
            Address.parse("10.%d.%d.1".formatted(number / 256, number % 256)), heavy, -1, false);
    assertThat(peers.add(peer)).isTrue();
    use(peer, time);
    return peer;
  }

  private static void use(Peer peer, long time) {
    peer.add(new Reference(time, true, 0, 80, 80, new short[0], new long[0], 0, false, 1));
  }

  /** The first is used again, the second is heavy, the third has a recency slot. */
  @Test
  void thoseUsedLongestAgoAreForgotten() {
    List<Peer> met = new ArrayList<>();
    for (int i = 0; i <= MetPeers.MOST; i++) {
      assertThat(peers.forget()).isEmpty();
      met.add(meet(i, i == 1 ? 0 : -1, i));
    }
    assertThat(peers.forget()).isEmpty(); // one of them is heavy
    met.add(meet(met.size(), -1, met.size()));
    use(met.get(0), met.size());
    met.get(2).recent = true;
    List<Peer> gone = peers.forget();
    assertThat(gone).hasSize(MetPeers.MOST + 1 - MetPeers.KEPT);
    assertThat(gone).isEqualTo(met.subList(3, 3 + gone.size()));
    assertThat(peers.ordinary()).isEqualTo(MetPeers.KEPT);
    assertThat(peers.count()).isEqualTo(MetPeers.KEPT + 1);
    for (Peer peer : met) {
      assertThat(peers.find(peer.address)).isSameAs(gone.contains(peer) ? null : peer);
    }
    assertThat(peers.add(met.get(0))).isFalse();
    assertThat(peers.add(gone.get(0))).isTrue();
  }

  /** Of 3000 draws a share p has a standard deviation of √(3000 p (1 − p)), at most 27. */
  @Test
  void oldOnesAreDrawnByTheirFlows() {
    assertThatIllegalStateException().isThrownBy(() -> old(any -> true, 1));
    Peer recent = meet(1, -1, 1);
    recent.recent = true;
    meet(2, 3, 2);
    Peer one = meet(3, -1, 3);
    Peer two = meet(4, -1, 4);
    use(two, 5);
    var random = new SplittableRandom(7);
    int twos = 0;
    for (int i = 0; i < 3000; i++) {
      Peer drawn = peers.drawOld(any -> true, random);
      assertThat(drawn).isIn(one, two);
      twos += drawn == two ? 1 : 0;
    }
    assertThat((double) twos).isCloseTo(2000, within(5 * 26.0));
  }

  @Test
  void oneThatIsWantedIsDrawnWhereThereIsOne() {
    Peer recent = meet(1, -1, 1);
    recent.recent = true;
    Peer one = meet(2, -1, 2);
    Peer two = meet(3, -1, 3);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(old(peer -> peer != two, seed)).isSameAs(one);
      assertThat(old(peer -> peer == recent, seed)).isIn(one, two);
    }
  }

  private Peer old(Predicate<Peer> wanted, int seed) {
    return peers.drawOld(wanted, new SplittableRandom(seed));
  }
}
