package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec.Recurring;
import io.stanflow.codec.spec.QuantitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostServicesTest {
  private static final int BYTES = 1;
  private static final int PACKETS = 0;
  private static final int DURATION = 2;
  private static final List<Recurring> RECURRING =
      List.of(new Recurring(BYTES, PACKETS), new Recurring(DURATION, -1));
  private final long[] recent = new long[QuantitySpec.RECENT];

  private static Reference flow(boolean outgoing, int local, int peer, long packets, long bytes) {
    return new Reference(
        0, outgoing, 6, local, peer, new short[0], new long[] {packets, bytes, 0}, 0, false, 1);
  }

  private static Observation asked(Reference flow) {
    var asked = new Observation(0, 3);
    asked.outgoing = flow.outgoing();
    asked.protocol = flow.protocol();
    asked.localPort = flow.localPort();
    asked.peerPort = flow.peerPort();
    asked.quantities[PACKETS] = flow.quantities()[PACKETS];
    return asked;
  }

  @Test
  void aServiceIsDirectionProtocolAndSmallerPort() {
    var services = new HostServices(RECURRING);
    Reference web = flow(true, 40_000, 80, 3, 150);
    services.add(web);
    assertThat(services.last(asked(flow(true, 50_000, 80, 1, 0)))).isSameAs(web);
    assertThat(services.last(asked(flow(true, 80, 50_000, 1, 0)))).isSameAs(web);
    assertThat(services.last(asked(flow(false, 40_000, 80, 1, 0)))).isNull();
    assertThat(services.last(asked(flow(true, 40_000, 81, 1, 0)))).isNull();
    Observation udp = asked(web);
    udp.protocol = 17;
    assertThat(services.last(udp)).isNull();
    assertThat(services.recent(asked(flow(true, 50_000, 80, 3, 0)), 0, recent)).isEqualTo(1);
    assertThat(recent[0]).isEqualTo(150);
    assertThat(services.recent(asked(flow(true, 50_000, 80, 2, 0)), 0, recent)).isZero();
  }

  /** Against a list that forgets nothing. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void recentSizesAreTheLastDistinctOnesOfSoManyPackets(long seed) {
    var random = new SplittableRandom(seed);
    var services = new HostServices(RECURRING);
    List<Reference> past = new ArrayList<>(); // distinct sizes, the latest first
    for (int i = 0; i < 3000; i++) {
      long packets = 1 + random.nextLong(4);
      Reference flow = flow(true, 40_000, 80, packets, 40 * random.nextLong(1, 40));
      List<Long> expected =
          past.stream()
              .limit(64)
              .filter(f -> f.quantities()[PACKETS] == packets)
              .map(f -> f.quantities()[BYTES])
              .limit(QuantitySpec.RECENT)
              .toList();
      int found = services.recent(asked(flow), 0, recent);
      assertThat(java.util.Arrays.stream(recent, 0, found).boxed()).isEqualTo(expected);
      services.add(flow);
      past.removeIf(f -> java.util.Arrays.equals(f.quantities(), flow.quantities()));
      past.add(0, flow);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void recentDurationsAreTheLastDistinctOnesButNone(long seed) {
    var random = new SplittableRandom(seed);
    var services = new HostServices(RECURRING);
    List<Long> past = new ArrayList<>(); // the latest first
    for (int i = 0; i < 3000; i++) {
      Reference flow = flow(true, 40_000, 80, 1 + random.nextLong(4), 40);
      int found = services.recent(asked(flow), 1, recent);
      assertThat(java.util.Arrays.stream(recent, 0, found).boxed())
          .isEqualTo(past.stream().limit(QuantitySpec.RECENT).toList());
      long duration = 4 * random.nextLong(12);
      flow.quantities()[DURATION] = duration;
      services.add(flow);
      if (duration > 0) {
        past.remove(duration);
        past.add(0, duration);
      }
    }
  }

  @Test
  void theServiceUsedLongestAgoIsForgottenFirst() {
    var services = new HostServices(RECURRING);
    for (int port = 1; port <= 64; port++) {
      services.add(flow(true, 40_000, port, 1, 40));
    }
    services.add(flow(true, 40_000, 1, 1, 41)); // used again
    services.add(flow(true, 40_000, 65, 1, 40));
    assertThat(services.last(asked(flow(true, 40_000, 1, 1, 0)))).isNotNull();
    assertThat(services.last(asked(flow(true, 40_000, 2, 1, 0)))).isNull();
    assertThat(services.last(asked(flow(true, 40_000, 3, 1, 0)))).isNotNull();
  }

  @Test
  void withoutASizeTheLastFlowIsKeptAlone() {
    var services = new HostServices(List.of());
    Reference flow = flow(false, 0, 0, 1, 40);
    services.add(flow);
    assertThat(services.last(asked(flow))).isSameAs(flow);
  }
}
