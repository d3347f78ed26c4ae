package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all baselines have in common. */
class BaselineTest {
  private static final int FLOWS = 2000;

  @TempDir Path directory;

  /** Every format, the baselines by turns: a format's writer does not know who made the flows. */
  static Stream<Arguments> baselinesAndFormats() {
    List<String> formats =
        FlowFiles.formats().stream().filter(FlowFormat::writes).map(FlowFormat::name).toList();
    Baseline[] baselines = Baseline.values();
    return IntStream.range(0, formats.size())
        .mapToObj(i -> Arguments.of(baselines[i % baselines.length], formats.get(i)));
  }

  private DuckTable traffic(String format, int flows) throws IOException {
    Path file = directory.resolve("real");
    return Traffic.read(Traffic.write(file, format, Traffic.SCHEMA, Traffic.random(1, flows)));
  }

  private DuckTable text(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("text.csv"), text);
    return FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS);
  }

  @Test
  void namesAreStable() {
    assertThat(Baseline.values())
        .extracting(Baseline::key)
        .containsExactly("independentColumns", "bayesianNetwork", "memoriser");
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("baselinesAndFormats")
  void everyFormatReadsBackAsTheSameHosts(Baseline baseline, String format) throws IOException {
    Path file = directory.resolve("made");
    try (DuckTable real = traffic(format, FLOWS)) {
      baseline.write(real, 1, file);
      try (DuckTable made = Traffic.read(file)) { // throws at a malformed line
        assertThat(made.format()).isEqualTo(format);
        assertThat(made.schema()).isEqualTo(real.schema());
        assertThat(made.leftOut()).isZero();
        assertThat(Traffic.flowsPerHost(made)).isEqualTo(Traffic.flowsPerHost(real)).hasSize(10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSeedDecides(Baseline baseline) throws IOException {
    var bytes = new ArrayList<byte[]>();
    for (int threads : new int[] {1, 3}) {
      Path file =
          Traffic.write(
              directory.resolve("real"), "ugr16", Traffic.SCHEMA, Traffic.random(1, FLOWS));
      ReadOptions options = ReadOptions.DEFAULTS.withInternal(Traffic.INTERNAL);
      try (DuckTable real =
          FlowFiles.read(List.of(file.toString()), options.withThreads(threads))) {
        for (long seed = 7; seed < 9; seed++) {
          Path made = directory.resolve("made");
          baseline.write(real, seed, made);
          bytes.add(Files.readAllBytes(made));
        }
      }
    }
    assertThat(bytes.get(2)).isEqualTo(bytes.get(0));
    assertThat(bytes.get(3)).isEqualTo(bytes.get(1)).isNotEqualTo(bytes.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void aTableNeedsNoAddressesAndNoTime(Baseline baseline) throws IOException {
    var rows = new StringBuilder("n,x,state,on:flags,gate:port\n");
    var random = new SplittableRandom(3);
    for (int i = 0; i < FLOWS; i++) {
      String state = random.nextBoolean() ? "up" : random.nextBoolean() ? "" : "\"a, b\"";
      double x = Math.rint(100 * random.nextGaussian()) / 100;
      rows.append("%d,%s,%s,%d,%d%n".formatted(i, x, state, i % 3, i % 1000));
    }
    try (DuckTable real = text(rows.toString())) {
      List<Flow> seen = Traffic.flows(real);
      List<Flow> flows = Traffic.generate(baseline, real, 1, directory.resolve("made.csv"));
      assertThat(flows).hasSize(FLOWS).isNotEqualTo(seen);
      for (int i = 2; i < 5; i++) {
        int column = i;
        assertThat(Traffic.count(flows, flow -> value(flow, column)).keySet())
            .isSubsetOf(Traffic.count(seen, flow -> value(flow, column)).keySet());
      }
      assertThat(flows).allMatch(flow -> Math.rint(flow.real(1) * 100) / 100 == flow.real(1));
      assertThat(flows).allMatch(flow -> flow.number(0) >= 0 && flow.number(0) < FLOWS);
    }
  }

  private static Object value(Flow flow, int attribute) {
    return flow.schema().kind(attribute) == Kind.CATEGORICAL
        ? flow.word(attribute)
        : flow.number(attribute);
  }

  @ParameterizedTest
  @EnumSource
  void oddColumnsComeBack(Baseline baseline) throws IOException {
    String text =
        """
        when:end,sourceAddress,via:address,count,span:duration,x:real
        1969-12-31 23:59:58.5,10.0.0.1,fd00::1,9223372036854775807,999999.000001,-1.5e300
        2016-04-11 00:00:00,192.0.2.1,ffff::ffff,0,0,0.1
        """;
    try (DuckTable real = text(text)) {
      List<Flow> flows = Traffic.generate(baseline, real, 1, directory.resolve("made.csv"));
      Schema schema = real.schema();
      assertThat(flows).hasSize(2);
      assertThat(flows)
          .extracting(flow -> flow.address(schema.index("via")))
          .isSubsetOf(Address.parse("fd00::1"), Address.parse("ffff::ffff"));
      assertThat(flows)
          .extracting(flow -> flow.number(schema.index("count")))
          .isSubsetOf(0L, Long.MAX_VALUE);
      assertThat(flows)
          .extracting(flow -> flow.number(schema.index("when")))
          .isSubsetOf(-1_500_000L, Traffic.START);
      assertThat(flows).extracting(flow -> flow.real(schema.index("x"))).isSubsetOf(-1.5e300, 0.1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSingleFlowIsRepeated(Baseline baseline) throws IOException {
    List<Flow> one = Traffic.random(5, 1);
    Path file = Traffic.write(directory.resolve("one"), "ugr16", Traffic.SCHEMA, one);
    try (DuckTable real = Traffic.read(file)) {
      assertThat(Traffic.generate(baseline, real, 1, directory.resolve("made"))).isEqualTo(one);
    }
  }

  @Test
  void nothingIsLeftOfAFileThatFails() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    try (DuckTable real = traffic("ugr16", 100)) {
      Path file = Files.writeString(folder.resolve("made"), "before");
      assertThatThrownBy(
              () ->
                  Baseline.write(
                      real,
                      writer -> {
                        writer.write(Traffic.random(1, 1).get(0));
                        throw new IOException("disk full");
                      },
                      file))
          .hasMessage("disk full");
      assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
      assertThat(file).hasContent("before");
    }
  }
}
