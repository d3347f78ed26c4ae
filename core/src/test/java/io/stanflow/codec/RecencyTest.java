package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Recency} against a list that moves what is used to its front. */
class RecencyTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void namesThoseUsedLastAndWhatTheyWere(long seed) {
    var random = new SplittableRandom(seed);
    var recency = new Recency();
    List<Peer> expected = new ArrayList<>();
    List<Peer> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Peer(null, -1, -1, false));
    }
    for (int time = 0; time < 2000; time++) {
      Peer peer = all.get(random.nextInt(1 + Math.min(99, time / 10)));
      peer.add(flow(time, random));
      recency.use(peer);
      expected.remove(peer);
      expected.add(0, peer);
      check(recency, expected);
    }
    assertThat(expected).hasSizeGreaterThan(Recency.MOST);
  }

  private static Reference flow(int time, SplittableRandom random) {
    int port = random.nextInt(3);
    int service = random.nextInt(50);
    boolean ticked = random.nextBoolean();
    return new Reference(
        time,
        random.nextBoolean(),
        0,
        port,
        80,
        new short[0],
        new long[0],
        service,
        ticked,
        1 + port);
  }

  private static void check(Recency recency, List<Peer> expected) {
    assertThat(recency.count()).isEqualTo(Math.min(Recency.MOST, expected.size()));
    for (int r = 0; r < expected.size(); r++) {
      Peer peer = expected.get(r);
      boolean named = r < Recency.MOST;
      assertThat(peer.recent).isEqualTo(named);
      assertThat(recency.rank(peer)).isEqualTo(named ? r : -1);
      if (named) {
        assertThat(recency.peer(r)).isSameAs(peer);
        assertThat(recency.time(r)).isEqualTo(peer.last().time());
        assertThat(recency.service(r)).isEqualTo(peer.last().service());
        assertThat(recency.owedService(r)).isEqualTo(peer.last().owedService());
        assertThat(recency.traits(r)).isEqualTo(SlotInputs.traits(peer));
      }
    }
  }
}
