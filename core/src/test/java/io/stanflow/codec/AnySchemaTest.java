package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.fit.Fits;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any combination of columns fits, encodes and samples. */
class AnySchemaTest {
  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 3, 0.2, 1);

  static Stream<Arguments> tables() {
    MemoryTable all = SimulatedTraffic.table(9, 60, true, 1);
    var time = Attribute.start(Schema.TIME);
    var protocol = Attribute.categorical(Schema.PROTOCOL);
    var source = Attribute.address(Schema.SOURCE_ADDRESS);
    var destination = Attribute.address(Schema.DESTINATION_ADDRESS);
    var from = Attribute.port(Schema.SOURCE_PORT);
    var to = Attribute.port(Schema.DESTINATION_PORT);
    var packets = Attribute.count(Schema.PACKETS);
    var bytes = Attribute.count(Schema.BYTES);
    return Stream.of(
        Arguments.of("everything", all),
        Arguments.of("starts", all.project(Schema.netflow(Kind.START))),
        Arguments.of("no time", without(all, Schema.TIME)),
        Arguments.of(
            "no addresses", without(all, Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS)),
        Arguments.of("no ports", without(all, Schema.SOURCE_PORT, Schema.DESTINATION_PORT)),
        Arguments.of("no protocol", without(all, Schema.PROTOCOL)),
        Arguments.of("no flags", without(all, Schema.TCP_FLAGS)),
        Arguments.of("no bytes", without(all, Schema.BYTES)),
        Arguments.of("no packets", without(all, Schema.PACKETS)),
        Arguments.of("no duration", without(all, Schema.DURATION)),
        Arguments.of("only time", columns(all, time)),
        Arguments.of("only addresses", columns(all, source, destination)),
        Arguments.of("only ports", columns(all, from, to)),
        Arguments.of("only a protocol", columns(all, protocol)),
        Arguments.of("only a count", columns(all, packets)),
        Arguments.of("only flags", columns(all, Attribute.flags(Schema.TCP_FLAGS))),
        Arguments.of("bytes per packet alone", columns(all, packets, bytes)),
        Arguments.of("a constant word first", columns(all, Attribute.categorical("a"), packets)),
        Arguments.of("time and words", columns(all, time, Attribute.categorical("label"))),
        Arguments.of("further columns", further(all)));
  }

  private static MemoryTable without(MemoryTable table, String... names) {
    var kept = new ArrayList<>(table.schema().attributes());
    kept.removeIf(a -> List.of(names).contains(a.name()));
    return table.project(new Schema(kept));
  }

  private static MemoryTable columns(MemoryTable table, Attribute... attributes) {
    return table.project(new Schema(List.of(attributes)));
  }

  /** Columns of every kind that no rule knows. */
  private static MemoryTable further(MemoryTable table) {
    Schema schema =
        Schema.netflow(
            Kind.END,
            Attribute.count("backPackets"),
            Attribute.continuous("score"),
            Attribute.duration("setup"),
            Attribute.port("natPort"),
            Attribute.flags("backFlags"),
            Attribute.continuous("constant"));
    var random = new SplittableRandom(1);
    int first = schema.index("backPackets");
    return table
        .project(schema)
        .map(
            flow -> {
              var draft = new Flow.Draft(schema);
              draft.number(0, flow.number(0)).number(1, flow.number(1)).word(6, flow.word(6));
              draft.address(2, flow.address(2)).address(3, flow.address(3));
              for (int i : new int[] {4, 5, 7, 8, 9}) {
                draft.number(i, flow.number(i));
              }
              draft.number(first, random.nextInt(9)).real(first + 1, random.nextInt(-50, 50) / 4.0);
              draft.number(first + 2, 500L * random.nextInt(99));
              draft.number(first + 3, random.nextInt(65_536));
              return draft.number(first + 4, random.nextInt(64)).real(first + 5, -2.5).flow();
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void tableFitsEncodesAndSamples(String name, MemoryTable table) throws IOException {
    var data = TrainingData.fit(table, OPTIONS);
    FlowCodec codec = data.codec();
    assertThat(codec.schema()).isEqualTo(table.schema());
    assertThat(data.training().stream().mapToLong(Sequence::rows).sum()).as(name).isPositive();
    data.training().forEach(s -> checkTokens(codec.layout(), s.series()));
    assertThat(new Walk(table, 3).exceptions).isEmpty();
    boolean named = table.schema().has(Schema.SOURCE_ADDRESS);
    var known = new HostSampler.KnownAddresses(codec, List.of(Cidr.parse("10.0.0.0/16")), 1);
    Address host = named ? Address.parse("10.0.3.3") : null;
    for (int p = 0; p < data.modelProfiles().size(); p++) {
      Profile profile = data.modelProfiles().get(p);
      List<Flow> rows = UniformSampling.rows(codec, known, profile, 200, host, p);
      assertThat(rows).hasSize(200);
      checkRanges(table, rows);
    }
  }

  private static void checkTokens(Layout layout, EncodedSeries series) {
    int groups = layout.groups().size();
    for (int i = 0; i < series.rows() * groups; i++) {
      assertThat((int) series.tokens.get(i))
          .isBetween(0, layout.groups().get(i % groups).size() - 1);
    }
    for (int i = 0; i < series.numerics.limit(); i++) {
      float numeric = series.numerics.get(i);
      assertThat(Math.abs(numeric)).isLessThan(50);
    }
    for (int i = 0; i < series.slots.limit(); i++) {
      int most = i % 2 == 0 ? layout.slotTokens() : layout.serviceTokens();
      assertThat((int) series.slots.get(i)).isBetween(0, most - 1);
    }
  }

  /** No column leaves the range that the data have, but for a count that often equals packets. */
  private static void checkRanges(MemoryTable table, List<Flow> rows) {
    Schema schema = table.schema();
    for (int i = 0; i < schema.size(); i++) {
      int at = i;
      Attribute kind = schema.attributes().get(i);
      if (kind.kind() == Kind.CATEGORICAL) {
        List<String> words = table.flows().stream().map(f -> f.word(at)).distinct().toList();
        assertThat(rows).extracting(f -> f.word(at)).isSubsetOf(words);
      } else if (kind.kind() == Kind.CONTINUOUS) {
        double low = table.flows().stream().mapToDouble(f -> f.real(at)).min().orElseThrow();
        double high = table.flows().stream().mapToDouble(f -> f.real(at)).max().orElseThrow();
        assertThat(rows).allMatch(f -> f.real(at) > low - 1e-6 && f.real(at) < high + 1e-6);
      } else if (kind.kind() == Kind.PORT) {
        assertThat(rows).allMatch(f -> f.number(at) >= 0 && f.number(at) < 65_536);
      } else if (kind.kind() == Kind.DURATION || kind.kind() == Kind.COUNT) {
        long high = table.flows().stream().mapToLong(f -> f.number(at)).max().orElseThrow();
        boolean free = kind.name().equals(Schema.BYTES) && schema.has(Schema.PACKETS);
        assertThat(rows)
            .as(kind.name())
            .allMatch(
                f ->
                    f.number(at) >= 0
                        && (free || f.number(at) <= Math.max(high, mostOf(f, kind.name()))));
      }
    }
  }

  private static long mostOf(Flow flow, String name) {
    return name.equals("backPackets") ? flow.packets() : 0;
  }

  @Test
  void decimalsOfRealColumnsSurvive() throws IOException {
    var schema = new Schema(List.of(Attribute.continuous("x")));
    List<Flow> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(new Flow.Draft(schema).real(0, (i * 37 % 1000 - 500) / 1e4).flow());
    }
    var codec = Fits.codec(MemoryTable.anonymous(schema, rows), 1);
    var seen = new Observation(0, 1);
    for (Flow row : rows) {
      codec.view().observe(row, null, seen);
      assertThat(codec.view().flow(seen, null)).isEqualTo(row);
    }
  }

  @Test
  void halfOfAPairOfColumnsIsRefused() {
    MemoryTable all = SimulatedTraffic.table(9, 4, false, 1);
    for (String one : List.of(Schema.SOURCE_ADDRESS, Schema.DESTINATION_PORT)) {
      var kept = new ArrayList<>(all.schema().attributes());
      kept.removeIf(a -> a.name().equals(one));
      var table = new MemoryTable(new Schema(kept), all.internal(), all.series());
      assertThatIllegalArgumentException().isThrownBy(() -> TrainingData.fit(table, OPTIONS));
    }
  }
}
