package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.fit.Fits;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.Ipv6Traffic;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import io.stanflow.testing.SweptTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void samplerCanDrawEveryFieldOfTheData(long seed) throws IOException {
    var walk = new Walk(SimulatedTraffic.table(12, 190, seed % 2 == 0, seed), 5);
    assertThat(walk.exceptions).isEmpty();
    assertThat(walk.fields).isGreaterThan(30_000);
    assertThat(walk.onlies).isGreaterThan(1_000);
  }

  /** The host, the peer and the direction of a visit are given, and all else can be drawn. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyVisitCanBeDrawn(long seed) throws IOException {
    MemoryTable table = SweptTraffic.table(24, seed);
    var walk = new Walk(table, 5);
    assertThat(walk.codec.spec().sweeps()).isNotNull();
    assertThat(walk.exceptions).isEmpty();
    int rows = walk.directions;
    assertThat(table.size() - rows).isBetween(24L * 9 * 3 / 4, 24L * 9);
  }

  /** Time, peer, direction and service of a tick are given, and all else can be drawn. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyTickCanBeDrawn(long seed) throws IOException {
    MemoryTable table = TickingTraffic.table(8, seed);
    var walk = new Walk(table, 5);
    assertThat(walk.exceptions).isEmpty();
    long mail = 3 * 3600 / TickingTraffic.MAIL;
    long polls = 3 * 3600 / TickingTraffic.POLL;
    assertThat(table.size() - walk.directions).isEqualTo(8 * 2 * (mail + polls));
  }

  /** One TCP flow in 1100 may have packets too small for TCP; one in 50 shows another rule. */
  @ParameterizedTest
  @ValueSource(ints = {50, 1100})
  void onlyRowsThatBreakAHardRuleAreExceptions(int every) throws IOException {
    int[] tcp = new int[1];
    MemoryTable table =
        SimulatedTraffic.table(12, 500, false, 7)
            .map(f -> f.protocol().equals("TCP") && ++tcp[0] % every == 0 ? tooSmall(f) : f);
    assertThat(tcp[0]).isGreaterThan(2200);
    var walk = new Walk(table, 5);
    int protocol = List.of(walk.codec.spec().protocols()).indexOf("TCP");
    QuantitySpec bytes = walk.codec.spec().quantities().get(1);
    assertThat(bytes.least()[protocol]).isEqualTo(every == 50 ? 21 : 40);
    assertThat(walk.exceptions)
        .allMatch(e -> every == 1100 && e.field().equals(Schema.BYTES))
        .allMatch(e -> e.truth().quantities[1] == 21 * e.truth().quantities[0]);
  }

  @ParameterizedTest(name = "every {0}th host IPv6")
  @ValueSource(ints = {1, 3})
  void everyFlowOfAnIpv6NetworkCanBeDrawn(int every) throws IOException {
    var walk = new Walk(Ipv6Traffic.table(12, 190, every, 9), 3);
    assertThat(walk.exceptions).isEmpty();
    assertThat(walk.fields).isGreaterThan(20_000);
  }

  private static Flow tooSmall(Flow flow) {
    return with(flow, Schema.BYTES, 21 * flow.packets());
  }

  private static Flow with(Flow flow, String name, long value) {
    Schema schema = flow.schema();
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      String at = schema.attributes().get(i).name();
      if (i == 2 || i == 3) {
        draft.address(i, flow.address(i));
      } else if (i == 6 || i > 9) {
        draft.word(i, flow.word(i));
      } else {
        draft.number(i, at.equals(name) ? value : flow.number(i));
      }
    }
    return draft.flow();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void viewGivesBackTheFlowButForThePortsOfPortlessProtocols(long seed) throws IOException {
    MemoryTable table = SimulatedTraffic.table(12, 60, true, seed);
    var codec = Fits.codec(table, 5);
    Observation seen = codec.observation();
    for (Series series : table.series()) {
      for (Flow flow : series.flows()) {
        codec.view().observe(flow, series.host(), seen);
        boolean portless = !Protocol.hasPorts(flow.protocol()) && !Protocol.isIcmp(flow.protocol());
        Flow expected =
            portless ? with(with(flow, Schema.SOURCE_PORT, 0), Schema.DESTINATION_PORT, 0) : flow;
        assertThat(codec.view().flow(seen, series.host())).isEqualTo(expected);
      }
    }
  }

  @Test
  void unitsAreTheDatas() throws IOException {
    CodecSpec spec = Fits.codec(SimulatedTraffic.table(1), 5).spec();
    assertThat(spec.clockUnit()).isEqualTo(1_000_000);
    assertThat(spec.windowUnits()).isEqualTo(3600);
    assertThat(spec.quantities().stream().map(QuantitySpec::name))
        .containsExactly("packets", "bytes", "duration");
    assertThat(spec.quantities().get(2).unit()).isEqualTo(4000);
    assertThat(spec.quantities().get(2).zeroForOne()).isTrue();
    assertThat(spec.protocols()).containsExactlyInAnyOrder("TCP", "UDP", "ICMP", "ESP");
    assertThat(spec.categories().get(0).name()).isEqualTo("tcpFlags");
  }
}
