package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protocols without ports that no k hosts have, each by itself. */
class PooledProtocolsTest {
  private static final int K = 4;

  /** Each host's ESP becomes another protocol, or none at all. */
  private static FlowTable tunnels(String... protocols) {
    MemoryTable table = SimulatedTraffic.table(6);
    int protocol = table.schema().index(Schema.PROTOCOL);
    List<Series> series = new ArrayList<>();
    for (int h = 0; h < table.hosts(); h++) {
      List<Flow> flows = new ArrayList<>();
      for (Flow flow : table.series().get(h).flows()) {
        if (!flow.protocol().equals("ESP")) {
          flows.add(flow);
        } else if (h < protocols.length) {
          flows.add(new Flow.Draft(flow).word(protocol, protocols[h]).flow());
        }
      }
      series.add(new Series(table.series().get(h).host(), flows));
    }
    return new MemoryTable(table.schema(), table.internal(), series);
  }

  private static CodecSpec spec(FlowTable table) throws IOException {
    return CodecFitter.fit(table, 1, new Sharing(K), Set.of()).spec();
  }

  @Test
  void oneStandsForAllThatKHostsHaveTogether() throws IOException {
    FlowTable table = tunnels("ESP", "GRE", "IPIP", "ESP");
    CodecSpec spec = spec(table);
    assertThat(spec.protocols()).containsExactlyInAnyOrder("TCP", "UDP", "ICMP", "GRE");
    var codec = new FlowCodec(spec);
    int gre = List.of(spec.protocols()).indexOf("GRE");
    table.forEachSeries(
        series ->
            series
                .flows()
                .forEach(
                    flow ->
                        assertThat(codec.observe(flow, series.host()).protocol == gre)
                            .isEqualTo(Set.of("ESP", "GRE", "IPIP").contains(flow.protocol()))));
    spec.categories()
        .forEach(words -> assertThat(words.code().allowed()[gre]).as(words.name()).contains(true));
  }

  @Test
  void ofFewerHostsNoneIsKnown() throws IOException {
    assertThat(spec(tunnels("ESP", "GRE", "IPIP")).protocols()).doesNotContain("GRE", "ESP");
  }

  @Test
  void oneThatIsKnownStandsForTheOthers() throws IOException {
    CodecSpec spec = spec(tunnels("ESP", "ESP", "ESP", "ESP", "IPIP"));
    assertThat(spec.protocols()).contains("ESP").doesNotContain("GRE", "IPIP");
  }
}
