package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.fit.Fits;
import io.stanflow.flow.Address;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearPeersTest {
  private static final int WIDE = NearPeers.CLASSES / 2;
  private HostState host;
  private FlowCodec codec;

  @BeforeEach
  void host() throws IOException {
    var table = SimulatedTraffic.table(1);
    codec = Fits.codec(table, 5);
    Profile profile = codec.profile(Profile.Spec.of(List.<HeavyPeer>of(), List.of()));
    host =
        codec.state(
            profile,
            UniformSampling.hour(10),
            codec.book(table.internal()),
            table.series().get(0).host(),
            null);
  }

  private void meet(String address) {
    var peer =
        new Peer(Address.parse(address), -1, -1, host.book.isInternal(Address.parse(address)));
    peer.add(new Reference(0, true, 6, 1, 2, new short[0], new long[0], 0, false, 1));
    host.recency.use(peer);
  }

  /** The last met first: an internal one, then these. */
  private void meetAll() {
    for (int i = 0; i < 5; i++) {
      meet("2001:db8:%d:1::1".formatted(i));
    }
    meet("20.1.1.1");
    meet("20.1.2.2");
    meet("20.2.2.2");
    meet(host.book.internal().get(0).withHost(0, 77).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "20.2.2.9, 0, 1, narrow",
    "20.2.3.9, 0, 1, wide",
    "20.1.2.9, 0, 2, narrow", // the third
    "20.1.1.9, 0, 2, narrow", // the fourth
    "20.1.9.9, 0, 2, wide",
    "20.1.1.9, 16, 2, narrow", // nearer than what may be named
    "20.1.9.9, 16, -1, wide",
    "20.2.2.9, 24, 1, narrow", // as near
    "20.9.9.9, 0, -1, wide",
    "2001:db8:4:1::ffff, 0, 3, narrow", // the fifth
    "2001:db8:4:2::1, 32, 3, wide",
    "2001:db8:4:2::1, 48, -1, wide",
    "2001:db8:0:1::2, 48, 4, narrow", // the ninth
    "2001:db8:0:1::2, 104, -1, narrow",
    "2001:db9:0:1::2, 0, -1, wide"
  })
  void aNewPeerIsNearTheLatestOneOfItsBlock(String peer, int known, int age, String block) {
    meetAll();
    int expected = age < 0 ? -1 : age + (block.equals("narrow") ? 0 : WIDE);
    assertThat(NearPeers.of(host, Address.parse(peer), known)).isEqualTo(expected);
  }

  @Test
  void onlyRecentPeersOutsideHaveNeighbours() {
    for (int near = 0; near < NearPeers.CLASSES; near++) {
      assertThat(NearPeers.exists(near, host)).isFalse();
    }
    meetAll(); // nine, the last inside
    for (int near = 0; near < NearPeers.CLASSES; near++) {
      int age = near % WIDE;
      assertThat(NearPeers.exists(near, host)).as("%d", near).isEqualTo(age >= 1 && age <= 4);
    }
  }

  /** All peers lie in different wide blocks. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void whatIsDrawnIsOfItsClassAndNew(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < Recency.MOST; i++) {
      meet(i % 3 == 0 ? "2001:db8:%x:%x::1".formatted(i, i) : "20.%d.7.7".formatted(i));
    }
    Row row = codec.row();
    row.begin(host, Row.NEVER);
    for (int i = 0; i < 2000; i++) {
      int near = random.nextInt(NearPeers.CLASSES);
      assertThat(NearPeers.exists(near, host)).isTrue();
      NearPeers.meet(near, row, random);
      Address drawn = host.book.draw(row.block, random);
      int expected = NearPeers.of(host, drawn, 0);
      boolean narrowByChance = near >= WIDE && expected == near - WIDE; // one in 256
      assertThat(expected == near || narrowByChance).isTrue();
    }
  }
}
