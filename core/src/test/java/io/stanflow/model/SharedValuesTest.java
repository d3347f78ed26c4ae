package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.SharedValues;
import io.stanflow.fit.TrainingData;
import io.stanflow.fit.TrainingData.Options;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model file holds no value that fewer than k hosts share, and says how many share each. */
class SharedValuesTest {
  private static final int K = 5;
  private static final int PORT = 47_111;
  private static final long SIZE = 1237;
  private static final long MOST_BYTES = 987_654_321;
  private static final long MOST_PACKETS = 765_433;
  private static final String WORD = "planted";

  @TempDir private Path folder;

  /**
   * One host has much that no other has: a port, a size, words, a protocol and the largest flow.
   */
  private static MemoryTable planted(long seed) {
    MemoryTable table = SimulatedTraffic.table(14, 120, false, seed);
    List<Series> series = new ArrayList<>(table.series());
    Series one = series.get(3);
    List<Flow> flows = new ArrayList<>(one.flows());
    Flow last = flows.get(flows.size() - 1);
    Schema schema = table.schema();
    Address peer = SimulatedTraffic.RESOLVERS.get(0);
    for (int i = 0; i < 60; i++) {
      var draft = new Flow.Draft(last);
      draft.address(schema.index(Schema.SOURCE_ADDRESS), one.host());
      draft.address(schema.index(Schema.DESTINATION_ADDRESS), peer);
      draft.number(schema.index(Schema.SOURCE_PORT), i < 50 ? PORT : 0);
      draft.number(schema.index(Schema.DESTINATION_PORT), i < 50 ? 53 : 0);
      draft.word(schema.index(Schema.PROTOCOL), i < 50 ? "UDP" : "GRE");
      draft.number(schema.index(Schema.PACKETS), 1).number(schema.index(Schema.BYTES), SIZE);
      draft.number(schema.index(Schema.TCP_FLAGS), 0);
      draft.word(schema.index("tos"), WORD + "-tos").word(schema.index("label"), WORD);
      if (i == 0) {
        draft.number(schema.index(Schema.PACKETS), MOST_PACKETS);
        draft.number(schema.index(Schema.BYTES), MOST_BYTES);
      }
      flows.add(draft.flow());
    }
    series.set(3, new Series(one.host(), flows));
    return new MemoryTable(schema, table.internal(), series);
  }

  private static Model model(MemoryTable table, Options options) throws IOException {
    var data = TrainingData.fit(table, options);
    return Models.random(data.codec(), data.modelProfiles(), 1);
  }

  /** Numbers and words of the text in a model file. */
  private Set<String> written(Model model) throws IOException {
    Path file = folder.resolve("model.stanflow");
    ModelFile.write(file, model);
    assertThat(ModelFile.read(file).codec().spec().shared()).isNotEmpty();
    String text = new String(Archive.read(file).get("model.json"), StandardCharsets.UTF_8);
    return new HashSet<>(List.of(text.split("[^0-9A-Za-z.-]+", -1)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aModelFileHoldsNothingOfOneHostAlone(long seed) throws IOException {
    MemoryTable table = planted(seed);
    Set<String> held = written(model(table, new Options(K, K, 0, 1)));
    assertThat(held)
        .doesNotContain(
            Integer.toString(PORT),
            Long.toString(SIZE),
            Long.toString(64 * SIZE),
            Long.toString(MOST_BYTES),
            Long.toString(MOST_PACKETS),
            "GRE",
            WORD,
            WORD + "-tos");
    Set<String> all = written(model(table, new Options(K, 1, 0, 1)));
    assertThat(all).contains(Integer.toString(PORT), Long.toString(SIZE), "GRE", WORD);
    assertThat(all).contains(Long.toString(MOST_BYTES), Long.toString(MOST_PACKETS));
  }

  @Test
  void everyExactValuePortAndWordIsThatOfKHosts() throws IOException {
    MemoryTable table = planted(3);
    CodecSpec codec = model(table, new Options(K, K, 0, 1)).codec().spec();
    int packets = table.schema().index(Schema.PACKETS);
    int bytes = table.schema().index(Schema.BYTES);
    for (QuantitySpec quantity : codec.quantities()) {
      int attribute = table.schema().index(quantity.name());
      boolean divided = quantity.name().equals(Schema.BYTES);
      for (int i = 0; i < quantity.mixture().atoms().length; i++) {
        long value = quantity.mixture().atoms()[i];
        long of = divided ? quantity.mixture().atomDivisors()[i] : 0;
        long unit = (long) quantity.unit();
        assertThat(
                hosts(
                    table,
                    f ->
                        f.number(attribute) / unit == value
                            && (!divided || f.number(packets) == of)))
            .as("%s: %d", quantity.name(), value)
            .isGreaterThanOrEqualTo(K);
      }
      for (long ratio : quantity.mixture().ratioAtoms()) {
        assertThat(hosts(table, f -> f.number(bytes) == ratio * f.number(packets)))
            .as("%d a packet", ratio)
            .isGreaterThanOrEqualTo(K);
      }
    }
    for (long port : codec.localPort().mixture().atoms()) {
      assertThat(port == 0 ? K : hosts(table, f -> has(f, port)))
          .as("port %d", port)
          .isGreaterThanOrEqualTo(K);
    }
    for (CodecSpec.NamedCategories named : codec.categories()) {
      int attribute = table.schema().index(named.name());
      for (String word : named.code().values()) {
        assertThat(hosts(table, f -> word(f, attribute).equals(word)))
            .as("%s: %s", named.name(), word)
            .isGreaterThanOrEqualTo(K);
      }
    }
  }

  private static boolean has(Flow flow, long port) {
    return flow.sourcePort() == port || flow.destinationPort() == port;
  }

  private static String word(Flow flow, int attribute) {
    boolean flags = flow.schema().kind(attribute) == Attribute.Kind.FLAGS;
    return flags ? Long.toString(flow.number(attribute)) : flow.word(attribute);
  }

  private static long hosts(MemoryTable table, Function<Flow, Boolean> condition) {
    return table.series().stream()
        .filter(s -> s.flows().stream().anyMatch(condition::apply))
        .count();
  }

  @Test
  void everyRangeHasKHostsAndEveryValueItsCount() throws IOException {
    MemoryTable table = planted(4);
    CodecSpec codec = model(table, new Options(K, K, 0, 1)).codec().spec();
    for (SharedValues values : codec.shared()) {
      assertThat(Arrays.stream(values.hosts()).boxed())
          .as("%s, %s", values.attribute(), values.what())
          .allMatch(hosts -> hosts >= K && hosts <= SharedValues.MOST);
    }
    for (QuantitySpec quantity : codec.quantities()) {
      int attribute = table.schema().index(quantity.name());
      if (quantity.divisor() < 0) {
        long[] edges = quantity.mixture().edges();
        LongPredicate exact = v -> Arrays.binarySearch(quantity.mixture().atoms(), v) >= 0;
        for (int i = 0; edges.length > 2 && i + 1 < edges.length; i++) {
          long from = edges[i];
          long to = i + 2 == edges.length ? Long.MAX_VALUE : edges[i + 1];
          long unit = (long) quantity.unit();
          assertThat(
                  hosts(
                      table,
                      f -> {
                        long v = f.number(attribute) / unit;
                        return from <= v && v < to && !exact.test(v);
                      }))
              .as("%s from %d to %d", quantity.name(), from, to)
              .isGreaterThanOrEqualTo(K);
        }
      }
      assertThat(counted(codec, quantity.name(), "exact values"))
          .hasSize(quantity.divisor() < 0 ? quantity.mixture().atoms().length : 0);
    }
    assertThat(counted(codec, "local port", "ports"))
        .containsAll(
            Arrays.stream(codec.localPort().mixture().atoms())
                .filter(port -> port > 0)
                .mapToObj(Long::toString)
                .toList());
    assertThat(counted(codec, "address", "peers")).contains(codec.addresses().popular());
  }

  private static List<String> counted(CodecSpec codec, String attribute, String what) {
    return codec.shared().stream()
        .filter(each -> each.attribute().equals(attribute) && each.what().equals(what))
        .flatMap(each -> Arrays.stream(each.values()))
        .toList();
  }

  @Test
  void theBundledModelHoldsNothingOfFewerThanFiveHosts() throws IOException {
    Path file = Path.of(System.getProperty("stanflow.root", ".."), "models", "ugr16.stanflow");
    Model model = ModelFile.read(file);
    assertThat(model.codec().spec().shared()).isNotEmpty();
    assertThat(model.codec().spec().shared())
        .allMatch(values -> Arrays.stream(values.hosts()).allMatch(hosts -> hosts >= 5));
    assertThat(model.provenance().training()).containsEntry("profileK", "5");
    assertThat(model.provenance().training()).doesNotContainKey("keep");
  }

  @Test
  void keptColumnsHoldAllTheirWords() throws IOException {
    MemoryTable table = planted(5);
    Model model = model(table, new Options(K, K, 0, 1, List.of("label"), List.of()));
    assertThat(written(model)).contains(WORD).doesNotContain(WORD + "-tos", "GRE");
    assertThat(counted(model.codec().spec(), "label", "kept words")).contains(WORD);
  }

  @Test
  void aTableWithoutAddressesHoldsNoNameOfOnePart() throws IOException {
    var schema =
        new Schema(
            List.of(
                Attribute.categorical("user"),
                Attribute.count("clicks"),
                Attribute.categorical("page")));
    List<Flow> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      boolean staff = i % 3 == 0;
      var row = new Flow.Draft(schema).word(0, staff ? "staff" : "visitor-" + i / 50);
      rows.add(row.number(1, i == 700 ? 987_654 : i % 5).word(2, "page-" + i % 4).flow());
    }
    MemoryTable table = MemoryTable.anonymous(schema, rows);
    Set<String> held = written(model(table, new Options(K, K, 0, 1)));
    assertThat(held).contains("staff", "page-0", "page-1", "page-2", "page-3");
    assertThat(held).noneMatch(word -> word.startsWith("visitor")).doesNotContain("987654");
    Set<String> kept = written(model(table, new Options(K, K, 0, 1, List.of("user"), List.of())));
    assertThat(kept).contains("visitor-0", "visitor-39");
  }
}
