package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.measure.FlowCounts;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowPictureTest {
  private static final Schema SCHEMA =
      Schema.netflow(
          Kind.END, Attribute.categorical("attack"), Attribute.categorical(Schema.LABEL));
  private static final List<Cidr> INTERNAL = List.of(Cidr.parse("10.0.0.0/16"));

  private final FlowCounts counts = new FlowCounts(SCHEMA, INTERNAL);

  private List<String> lines() {
    return FlowPicture.lines(counts, List.of("attack", Schema.TCP_FLAGS));
  }

  private void add(
      long seconds, String to, long fromPort, long toPort, String protocol, String attack) {
    Flow flow =
        new Flow.Draft(SCHEMA)
            .number(SCHEMA.index(Schema.TIME), seconds * 1_000_000)
            .address(SCHEMA.index(Schema.SOURCE_ADDRESS), Address.parse("10.0.0.1"))
            .address(SCHEMA.index(Schema.DESTINATION_ADDRESS), Address.parse(to))
            .number(SCHEMA.index(Schema.SOURCE_PORT), fromPort)
            .number(SCHEMA.index(Schema.DESTINATION_PORT), toPort)
            .word(SCHEMA.index(Schema.PROTOCOL), protocol)
            .word(SCHEMA.index("attack"), attack)
            .word(SCHEMA.index(Schema.LABEL), "a")
            .flow();
    counts.add(flow);
  }

  private void add(long seconds) {
    add(seconds, "192.0.2.1", 40_000, 443, "TCP", "no");
  }

  @Test
  void servicesWordsAndPlacesHaveTheirShares() {
    add(5, "192.0.2.1", 40_000, 443, "TCP", "no");
    add(5, "10.0.3.1", 443, 40_000, "TCP", "yes");
    add(5, "10.0.3.1", 53, 40_000, "UDP", "no");
    add(5, "192.0.2.1", 0, 2048, "ICMP", "no");
    assertThat(lines())
        .containsExactly(
            "flows over time: █",
            "services: tcp/443 50.0%, icmp 25.0%, udp/53 25.0%",
            "attack: no 75.0%, yes 25.0%",
            "tcpFlags: ........ 100.0%",
            "label: a 100.0%",
            "between internal hosts: 50.0%");
  }

  @Test
  void onlyTheMostFrequentServicesAreNamed() {
    for (int port = 1; port <= 7; port++) {
      for (int i = 0; i < port; i++) {
        add(0, "192.0.2.1", 40_000, port, "TCP", "no");
      }
    }
    assertThat(lines().get(1))
        .isEqualTo(
            "services: tcp/7 25.0%, tcp/6 21.4%, tcp/5 17.9%, tcp/4 14.3%, tcp/3 10.7%, 2 more");
  }

  @Test
  void eachSecondIsAColumnUntilThereAreSixty() {
    int[] counts = {8, 0, 4, 2, 6};
    for (int second = 0; second < counts.length; second++) {
      for (int i = 0; i < counts[second]; i++) {
        add(100 + second);
      }
    }
    assertThat(lines().get(0)).isEqualTo("flows over time: █▁▄▂▆");
  }

  /** One flow a second, and two after half of a time that needs longer parts. */
  @Test
  void longTimesHaveColumnsOfOneLength() {
    int seconds = 10_000;
    for (int second = 0; second < seconds; second++) {
      add(second);
      if (second >= seconds / 2) {
        add(second);
      }
    }
    assertThat(lines().get(0)).matches("flows over time: ▄{29}.█{29}");
  }

  @Test
  void withoutFlowsThereIsNothingToShow() {
    assertThat(lines()).isEmpty();
  }
}
