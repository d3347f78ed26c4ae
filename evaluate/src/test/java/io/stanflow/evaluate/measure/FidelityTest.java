package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FidelityTest {
  private static final int LINES = 3000;

  @TempDir Path directory;

  private final List<Line> lines = Line.random(1, LINES);

  /** Both held against the real one. */
  private record Comparison(Fidelity real, Fidelity synthetic) {
    static Comparison of(FlowStatistics real, FlowStatistics synthetic) {
      var words = Fidelity.frequentWords(real, List.of(synthetic));
      return new Comparison(Fidelity.of(real, real, words), Fidelity.of(real, synthetic, words));
    }
  }

  private Comparison compare(List<Line> real, List<Line> synthetic) throws IOException {
    return Comparison.of(
        Line.measure(directory.resolve("real.csv"), real),
        Line.measure(directory.resolve("synthetic.csv"), synthetic));
  }

  private List<Line> changed(UnaryOperator<Line> change) {
    return lines.stream().map(change).toList();
  }

  @Test
  void theSameFlowsInAnyOrderOfLinesAreZeroApart() throws IOException {
    var shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(1));
    Comparison comparison = compare(lines, shuffled);
    Fidelity real = comparison.real();
    Fidelity synthetic = comparison.synthetic();
    assertThat(synthetic.distances())
        .hasSizeGreaterThan(40)
        .allSatisfy((name, value) -> assertThat(value).as(name).isCloseTo(0, within(1e-12)));
    assertThat(synthetic.meanDistance()).isCloseTo(0, within(1e-12));
    assertThat(synthetic.shares()).isEqualTo(real.shares());
    assertThat(synthetic.quantiles()).isEqualTo(real.quantiles());
    assertThat(synthetic.rules()).isEqualTo(real.rules());
    assertThat(synthetic.flowsPerHostHour()).isEqualTo(real.flowsPerHostHour());
  }

  /** As records of both directions have them where only the other one sent. */
  @Test
  void flowsWithoutPacketsHaveNoneOfTheBytes() throws IOException {
    var csv = new StringBuilder("sourceAddress,destinationAddress,packets,bytes\n");
    for (int i = 0; i < 200; i++) {
      csv.append("10.0.0.").append(1 + i % 7).append(",192.0.2.").append(i % 5);
      csv.append(i % 4 == 0 ? ",0,0\n" : ",2,80\n");
    }
    Path file = Files.writeString(directory.resolve("both.csv"), csv);
    var options = ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8")));
    FlowStatistics measured;
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      measured = FlowStatistics.of(FlowSource.all("both", table), RecordTimes.ANY);
    }
    Values perPacket = measured.quantities.get("bytesPerPacket");
    assertThat(perPacket.distinct()).isEqualTo(2);
    assertThat(perPacket.value(0)).isZero();
    assertThat(perPacket.count(0)).isEqualTo(50);
    assertThat(perPacket.value(1)).isEqualTo(40);
    assertThat(Comparison.of(measured, measured).synthetic().meanDistance()).isZero();
  }

  @Test
  void burstsShowInTheGaps() throws IOException {
    List<Line> bursts = changed(line -> line.withSecond(line.second() / 600 * 600));
    Fidelity synthetic = compare(lines, bursts).synthetic();
    assertThat(synthetic.distances().get("w1.gapMillis")).isGreaterThan(0.5);
    assertThat(synthetic.distances().get("diff.zeroGap")).isGreaterThan(0.5);
    assertThat(synthetic.distances().get("jsd.hourOfDay")).isZero();
  }

  @Test
  void aHostThatRunsAwayShows() throws IOException {
    var lines = new ArrayList<Line>();
    for (int hour = 0; hour < 4; hour++) {
      lines.add(Line.tcp(hour * 4799, "10.0.0.1", "192.0.2.1")); // 0:00 to 3:59
      lines.add(Line.tcp(hour * 4799, "10.0.0.2", "192.0.2.1"));
    }
    var away = new ArrayList<>(lines);
    for (int i = 0; i < 16; i++) {
      away.add(Line.tcp(3600 + i, "10.0.0.1", "192.0.2.1"));
    }
    away.remove(0); // an hour without a flow counts
    Comparison comparison = compare(lines, away);
    assertThat(comparison.real().runaway()).isEqualTo(new Fidelity.Runaway(1, 1));
    assertThat(comparison.real().flowsPerHostHour().max()).isEqualTo(1);
    // 0, 17, 1, 1 flows
    assertThat(comparison.synthetic().runaway().max()).isCloseTo(17 / (19 / 4.0), within(1e-12));
    assertThat(comparison.synthetic().flowsPerHostHour())
        .isEqualTo(new Fidelity.Spread(23 / 8.0, 1, 17, 17));
  }

  /** Days far apart are not one span: an hour in which no host has a flow does not count. */
  @Test
  void hoursWithoutAnyFlowAreNoHours() throws IOException {
    var lines = new ArrayList<Line>();
    for (int second : List.of(0, 3600, 500 * 3600 + 3599)) {
      lines.add(Line.tcp(second, "10.0.0.1", "192.0.2.1"));
    }
    lines.add(Line.tcp(0, "10.0.0.2", "192.0.2.1"));
    Fidelity real = compare(lines, lines).real();
    assertThat(real.flowsPerHostHour()).isEqualTo(new Fidelity.Spread(4 / 6.0, 1, 1, 1));
  }

  /** The first hour from its middle on, the last until its middle. */
  @Test
  void partsOfHoursAreNoHours() throws IOException {
    var lines = new ArrayList<Line>();
    for (int minute = 30; minute < 150; minute++) {
      lines.add(Line.tcp(60 * minute, "10.0.0.1", "192.0.2.1"));
    }
    Fidelity real = compare(lines, lines).real();
    assertThat(real.flowsPerHostHour()).isEqualTo(new Fidelity.Spread(60, 60, 60, 60));
    assertThat(compare(lines.subList(0, 20), lines).real().flowsPerHostHour().max()).isEqualTo(20);
  }

  @Test
  void hoursAreThoseOfTheDay() throws IOException {
    Line line = Line.tcp(0, "10.0.0.1", "192.0.2.1");
    var lines = List.of(line, line.withSecond(23 * 3600), line.withSecond(25 * 3600 + 1));
    Fidelity real = compare(lines, lines).real();
    assertThat(real.shares().get("hourOfDay"))
        .hasSize(24)
        .containsEntry("0", 1 / 3.0)
        .containsEntry("1", 1 / 3.0)
        .containsEntry("2", 0.0)
        .containsEntry("23", 1 / 3.0);
  }

  @Test
  void frequentSizesAreThoseOfTheRealFile() throws IOException {
    List<Line> real = changed(line -> line.withSize(1, 40));
    List<Line> quarter = changed(line -> line.withSize(1, line.second() < 4500 ? 40 : 41));
    Fidelity synthetic = compare(real, quarter).synthetic();
    assertThat(synthetic.structure().get("realTopSizes")).isCloseTo(0.25, within(1.0 / LINES));
    assertThat(synthetic.distances().get("diff.realTopSizes")).isCloseTo(0.75, within(1.0 / LINES));
  }

  @Test
  void tablesWithoutAddressesOrTimeAreComparedInWhatTheyHave() throws IOException {
    Path file = directory.resolve("plain.csv");
    Files.writeString(file, "bytes,state\n1,up\n2,down\n3,up\n");
    FlowStatistics plain;
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      plain = FlowStatistics.of(FlowSource.all("plain", table), RecordTimes.ANY);
    }
    Comparison comparison = Comparison.of(plain, plain);
    assertThat(comparison.synthetic().distances())
        .containsOnlyKeys(
            "jsd.state",
            "w1.bytes",
            "ks.bytes",
            "diff.bytesAutocorrelation",
            "curve.bytesAutocorrelation");
    FlowStatistics flows = Line.measure(directory.resolve("flows.csv"), lines);
    assertThat(Comparison.of(flows, plain).synthetic().distances())
        .containsOnlyKeys(
            "w1.bytes", "ks.bytes", "diff.bytesAutocorrelation", "curve.bytesAutocorrelation");
  }

  @Test
  void realFilesAgreeWithPlainJava() throws IOException {
    Path file = Path.of(System.getProperty("stanflow.data", "missing"), "ugr16_quiet_hosts.csv.gz");
    assumeThat(file).isRegularFile();
    var options = ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("42.219.0.0/16")));
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      StructureTest.assertAgrees(table);
    }
  }
}
