package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Flows counted while they pass. */
class FlowCountsTest {
  private static final Schema SCHEMA =
      Schema.netflow(Kind.END, Attribute.categorical(Schema.LABEL));
  private static final long DAY = 1_460_332_800; // 2016-04-11, s

  private final FlowCounts counts = new FlowCounts(SCHEMA, List.of(Cidr.parse("10.0.0.0/16")));

  private void add(long seconds, String from, String to, int port, long packets, long bytes) {
    counts.add(
        new Flow.Draft(SCHEMA)
            .number(SCHEMA.index(Schema.TIME), (DAY + seconds) * 1_000_000)
            .number(SCHEMA.index(Schema.DURATION), 2_500)
            .address(SCHEMA.index(Schema.SOURCE_ADDRESS), Address.parse(from))
            .address(SCHEMA.index(Schema.DESTINATION_ADDRESS), Address.parse(to))
            .number(SCHEMA.index(Schema.SOURCE_PORT), 40_000)
            .number(SCHEMA.index(Schema.DESTINATION_PORT), port)
            .number(SCHEMA.index(Schema.TCP_FLAGS), 18)
            .number(SCHEMA.index(Schema.PACKETS), packets)
            .number(SCHEMA.index(Schema.BYTES), bytes)
            .word(SCHEMA.index(Schema.PROTOCOL), "TCP")
            .word(SCHEMA.index(Schema.LABEL), port == 25 ? "spam" : "none")
            .flow());
  }

  @Test
  void sidesServicesWordsAndSizesAreCounted() {
    add(0, "10.0.0.1", "192.0.2.1", 443, 5, 700);
    add(3600, "192.0.2.1", "10.0.0.1", 443, 3, 300);
    add(3600, "10.0.0.1", "10.0.0.2", 25, 1, 40);
    add(7200, "192.0.2.2", "10.0.0.2", 443, 0, 0);
    assertThat(counts.services().top(9)).isEqualTo(Map.of("tcp/443", 3L, "tcp/25", 1L));
    assertThat(counts.words(Schema.LABEL).top(9)).isEqualTo(Map.of("none", 3L, "spam", 1L));
    assertThat(counts.words(Schema.TCP_FLAGS).top(9)).isEqualTo(Map.of("...A..S.", 4L));
    assertThat(counts.columns()).contains(Schema.PROTOCOL).doesNotContain(Schema.BYTES);
    assertThat(counts.places().top(9))
        .isEqualTo(Map.of("incoming", 2L, "outgoing", 1L, FlowCounts.BETWEEN, 1L));
    assertThat(counts.hostFlows().top(9).values()).containsExactly(3L, 1L);
    assertThat(counts.hostBytes().top(9).values()).containsExactly(1040L, 0L);
    assertThat(counts.peers().top(1)).isEqualTo(Map.of(Address.parse("192.0.2.1"), 2L));
    FileFacts facts = counts.facts("f.csv", "csv", 2);
    assertThat(facts.flows()).isEqualTo(4);
    assertThat(facts.hosts()).isEqualTo(2);
    assertThat(facts.first()).isEqualTo("2016-04-11T00:00:00Z");
    assertThat(facts.last()).isEqualTo("2016-04-11T02:00:00Z");
  }

  @Test
  void curvesAreThoseOfAReport() {
    add(0, "10.0.0.1", "192.0.2.1", 443, 5, 700);
    add(90, "10.0.0.1", "192.0.2.1", 443, 4, 12);
    add(7200, "10.0.0.1", "192.0.2.2", 443, 0, 0);
    Plots plots = counts.plots();
    assertThat(plots.hourOfDay()).startsWith(2 / 3.0, 0.0, 1 / 3.0).hasSize(24);
    assertThat(plots.popularity()).extracting(Plots.Rank::share).containsExactly(2 / 3.0, 1 / 3.0);
    Plots.Histogram bytes = plots.histograms().get("bytes");
    assertThat(bytes.edges()).startsWith(0.0, 10.0).endsWith(1000.0).hasSize(18);
    assertThat(bytes.shares()).hasSize(17).startsWith(1 / 3.0, 1 / 3.0, 0.0);
    assertThat(bytes.shares().get(15)).isEqualTo(1 / 3.0); // 562 to 750 B
    assertThat(plots.histograms()).containsKeys("packets", "bytesPerPacket", "durationMillis");
    Plots.HeatMap map = plots.heatMaps().get(Categories.PACKETS_AND_BYTES);
    assertThat(map.rows()).containsExactly("1", "2", "≥ 4");
    assertThat(map.shares().get(2).get(map.columns().size() - 1)).isEqualTo(1 / 3.0);
    assertThat(plots.times().minutesTogether()).isEqualTo(1);
    assertThat(plots.times().minutes()).startsWith(1.0, 1.0, 0.0).endsWith(1.0).hasSize(121);
  }

  @Test
  void aTableWithoutTimeAddressesOrSizesHasOnlyItsWords() {
    var schema = new Schema(List.of(Attribute.categorical("state")));
    var few = new FlowCounts(schema, List.of(Cidr.parse("10.0.0.0/16")));
    few.add(new Flow.Draft(schema).word(0, "S0").flow());
    assertThat(few.words("state").top(9)).isEqualTo(Map.of("S0", 1L));
    assertThat(few.words("other")).isNull();
    assertThat(few.facts("f", "csv", 2).first()).isNull();
    assertThat(few.plots())
        .isEqualTo(new Plots(Map.of(), List.of(), List.of(), List.of(), Map.of(), null, null));
  }

  /** Time is folded together twice a second, 10 s, a minute and so on, and no flow is lost. */
  @Test
  void timesOfAnyLengthHaveAFewParts() {
    var timeline = new Timeline();
    for (long second = 0; second < 1_000_000; second += 10) {
      timeline.add(second * 1_000_000);
    }
    Plots.Times times = timeline.times();
    int each = times.minutesTogether();
    assertThat(each).isEqualTo(16); // spans of 8 minutes, 2,084 of them: two together
    assertThat(times.minutes()).hasSize(1042);
    assertThat(times.minutes().subList(0, 1041)).containsOnly(6.0 * each);
    assertThat(times.minutes().stream().mapToDouble(n -> n).sum()).isEqualTo(100_000);
    assertThat(timeline.flows()).hasSize(2084).startsWith(48, 48).endsWith(16);
  }

  @Test
  void theMostFrequentStayWhateverElsePasses() {
    var tally = new Tally<Integer>(10);
    for (int i = 0; i < 10_000; i++) {
      tally.add(i % 2 == 0 ? -1 : i % 5 == 0 ? -2 : i, 3);
    }
    assertThat(tally.isCut()).isTrue();
    assertThat(tally.total()).isEqualTo(30_000);
    assertThat(tally.top(2)).isEqualTo(Map.of(-1, 15_000L, -2, 3_000L));
    assertThat(tally.top(1).keySet()).containsExactly(-1);
    assertThat(tally.known()).isLessThanOrEqualTo(20);
  }

  @Test
  void fewDifferentOnesAreCountedExactly() {
    var tally = new Tally<String>(2);
    for (String word :
        Collections.nCopies(3, List.of("a", "b", "c", "d", "d")).stream()
            .flatMap(List::stream)
            .toList()) {
      tally.add(word, 1);
    }
    assertThat(tally.isCut()).isFalse();
    assertThat(tally.top(9))
        .containsExactly(
            Map.entry("d", 6L), Map.entry("a", 3L), Map.entry("b", 3L), Map.entry("c", 3L));
    assertThat(tally.ranks()).extracting(Plots.Rank::share).startsWith(6 / 15.0);
  }
}
