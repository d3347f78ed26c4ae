package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Plots.HeatMap;
import io.stanflow.evaluate.measure.Plots.Histogram;
import io.stanflow.evaluate.measure.Plots.Rank;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  private static final String HOST = "10.0.0.1";
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";

  @TempDir Path directory;

  private FlowStatistics measure(List<Line> lines) throws IOException {
    return Line.measure(directory.resolve("flows.csv"), lines);
  }

  private static double sum(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Larger, shorter and rarer than the random lines. */
  private static List<Line> strange() {
    return Line.random(2, 700).stream()
        .map(line -> line.withSize(70_000, 1L << 40).withDuration("900.000").withPorts(7, 8))
        .toList();
  }

  @Test
  void allFilesHaveTheAxesOfTheRealOneAndAllTheirFlows() throws IOException {
    FlowStatistics real = measure(Line.random(1, 3000));
    Plots plots = Plots.of(real, real);
    Plots other = Plots.of(real, measure(strange()));
    assertThat(plots.histograms())
        .containsOnlyKeys(
            "bytes",
            "packets",
            "bytesPerPacket",
            "durationMillis",
            "gapMillis",
            "flowsPerHostHour");
    plots
        .histograms()
        .forEach(
            (name, histogram) -> {
              assertThat(histogram.edges()).as(name).isSorted().doesNotHaveDuplicates();
              assertThat(histogram.edges().get(0)).isZero();
              assertThat(histogram.shares()).hasSize(histogram.edges().size() - 1);
              assertThat(sum(histogram.shares())).as(name).isCloseTo(1, within(1e-9));
              Histogram strange = other.histograms().get(name);
              assertThat(strange.edges()).isEqualTo(histogram.edges());
              assertThat(sum(strange.shares())).as(name).isCloseTo(1, within(1e-9));
            });
    assertThat(plots.heatMaps())
        .containsOnlyKeys("serviceAndBytes", "flagsAndPackets", "packetsAndBytes");
    plots
        .heatMaps()
        .forEach(
            (name, map) -> {
              HeatMap strange = other.heatMaps().get(name);
              assertThat(strange.rows()).isEqualTo(map.rows()).doesNotHaveDuplicates();
              assertThat(strange.columns()).isEqualTo(map.columns()).doesNotHaveDuplicates();
              for (HeatMap each : List.of(map, strange)) {
                assertThat(each.shares()).hasSameSizeAs(each.rows());
                assertThat(each.shares())
                    .allSatisfy(row -> assertThat(row).hasSameSizeAs(map.columns()));
                assertThat(each.shares().stream().mapToDouble(PlotsTest::sum).sum())
                    .as(name)
                    .isCloseTo(1, within(1e-9));
              }
            });
  }

  @Test
  void aValueIsInItsBin() throws IOException {
    Line line = Line.tcp(0, HOST, A);
    FlowStatistics real =
        measure(List.of(line.withSize(1, 40), line.withSize(1, 99), line.withSize(10, 1000)));
    FlowStatistics file = measure(List.of(line.withSize(1, 9), line.withSize(2000, 100_000)));
    Histogram bytes = Plots.of(real, real).histograms().get("bytes");
    assertThat(bytes.edges()).hasSize(2 + 3 * 8); // 0, then 10 to 10,000
    assertThat(bytes.edges().get(9)).isCloseTo(100, within(1e-9));
    // 10^1.5 < 40 < 10^1.625 and 10^1.875 < 99 < 10^2
    assertThat(bytes.shares().get(5)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(bytes.shares().get(8)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(bytes.shares().get(17)).isCloseTo(1 / 3.0, within(1e-12));
    List<Double> others = Plots.of(real, file).histograms().get("bytes").shares();
    assertThat(others.get(0)).isEqualTo(0.5);
    assertThat(others.get(others.size() - 1)).isEqualTo(0.5);
  }

  @Test
  void heatMapsHaveTheirLabels() throws IOException {
    Line line = Line.tcp(0, HOST, A);
    FlowStatistics real =
        measure(
            List.of(
                line.withSize(1, 70),
                line.withSize(1, 130),
                line.withSize(2, 1030),
                line.withPorts(5000, 443).withSize(1, 70)));
    FlowStatistics file =
        measure(List.of(line.withSize(1, 40), line.withPorts(22, 5000).withSize(9, 5000)));
    HeatMap map = Plots.of(real, file).heatMaps().get("serviceAndBytes");
    assertThat(map.rows()).containsExactly("80", "443", "other");
    assertThat(map.columns()).containsExactly("< 128 B", "128 B", "256 B", "512 B", "≥ 1 kB");
    assertThat(map.shares())
        .containsExactly(
            List.of(0.5, 0.0, 0.0, 0.0, 0.0),
            List.of(0.0, 0.0, 0.0, 0.0, 0.0),
            List.of(0.0, 0.0, 0.0, 0.0, 0.5));
    HeatMap sizes = Plots.of(real, file).heatMaps().get("packetsAndBytes");
    assertThat(sizes.rows()).containsExactly("1", "≥ 2");
    assertThat(sizes.shares().get(1).get(4)).isEqualTo(0.5);
    HeatMap flags = Plots.of(real, file).heatMaps().get("flagsAndPackets");
    assertThat(flags.rows()).containsExactly("...A....", "other");
    assertThat(flags.shares().get(0)).containsExactly(0.5, 0.5);
  }

  @Test
  void curvesAreThoseOfTheFile() throws IOException {
    FlowStatistics file =
        measure(
            List.of(
                Line.tcp(0, HOST, A),
                Line.tcp(1, A, HOST).withSize(1, 1500),
                Line.tcp(7200, HOST, B),
                Line.tcp(7201, HOST, A)));
    Plots plots = Plots.of(measure(strange()), file);
    assertThat(plots.popularity()).containsExactly(new Rank(1, 0.75), new Rank(2, 0.25));
    assertThat(plots.hourOfDay()).hasSize(24).startsWith(0.5, 0.0, 0.5);
    assertThat(sum(plots.hourOfDay())).isEqualTo(1);
    assertThat(plots.autocorrelation()).isEqualTo(file.autocorrelation).hasSize(3);
  }

  @Test
  void ranksAreSpacedOnTheLogarithmicScale() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      lines.add(Line.tcp(i, HOST, "192.0." + i / 250 + "." + i % 250));
    }
    FlowStatistics file = measure(lines);
    List<Rank> ranks = Plots.of(file, file).popularity();
    assertThat(ranks).hasSizeBetween(40, 60);
    assertThat(ranks.get(0).rank()).isEqualTo(1);
    assertThat(ranks.get(ranks.size() - 1).rank()).isEqualTo(5000);
    assertThat(ranks.stream().map(Rank::rank)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void rowsAreOfTheMiddleOfTheMedianHost() throws IOException {
    var lines = new ArrayList<Line>();
    for (int i = 0; i < 100; i++) {
      lines.add(Line.tcp(i, "10.0.0.9", A)); // busier than the median
      lines.add(Line.tcp(i, "10.0.0.8", A));
    }
    lines.add(Line.tcp(0, "10.0.0.7", A));
    lines.add(Line.tcp(0, "10.0.0.6", A));
    for (int i = 0; i < 19; i++) { // of these the rows are 2 to 16
      String peer = i % 3 == 0 ? B : A;
      lines.add(
          (i % 2 == 0 ? Line.tcp(3600 + i, HOST, peer) : Line.tcp(3600 + i, peer, HOST))
              .withPorts(1000 + i, 80)
              .withDuration("1.500"));
    }
    Plots.Rows rows = measure(lines).rows;
    assertThat(rows.columns())
        .containsExactly(
            "time",
            "direction",
            "peer",
            "protocol",
            "localPort",
            "peerPort",
            "tcpFlags",
            "packets",
            "bytes",
            "duration s",
            "forwardingStatus",
            "tos",
            "label");
    assertThat(rows.rows()).hasSize(15);
    assertThat(String.join(" ", rows.rows().get(0)))
        .isEqualTo("01:00:02 out A TCP 1002 80 ...A.... 1 40 1.500 0 0 background");
    assertThat(String.join(" ", rows.rows().get(1)))
        .isEqualTo("01:00:03 in B TCP 80 1003 ...A.... 1 40 1.500 0 0 background");
    assertThat(rows.rows().get(14)).contains("01:00:16", "out", "A");
  }

  @Test
  void rowsHaveNoAddress() throws IOException {
    List<Line> lines = Line.random(1, 3000);
    Plots.Rows rows = measure(lines).rows;
    assertThat(rows.rows()).hasSize(15);
    String text =
        rows.rows().stream().flatMap(List::stream).collect(Collectors.joining(" ", " ", " "));
    assertThat(
            lines.stream().flatMap(line -> Stream.of(line.source(), line.destination())).distinct())
        .isNotEmpty()
        .noneMatch(text::contains);
    // nor as the number that stands for it
    assertThat(text).doesNotContainPattern("\\d{9,}");
  }

  @Test
  void wordsThatHoldAddressesAreLeftOut() throws IOException {
    Path file = directory.resolve("plain.csv");
    for (String address : List.of("192.0.2.7", "2001:db8::1", "00:00:5e:00:53:01")) {
      Files.writeString(
          file,
          "bytes,state,note\n1,up,by day\n2,up,via %s\n"
              .formatted(address.toUpperCase(Locale.ROOT)));
      try (DuckTable table = FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS)) {
        var plain = FlowStatistics.of(FlowSource.all("plain", table), RecordTimes.ANY);
        assertThat(plain.rows.columns()).containsExactly("bytes", "state");
        assertThat(plain.rows.rows()).contains(List.of("1", "up"), List.of("2", "up"));
        Plots plots = Plots.of(plain, plain);
        assertThat(plots.hourOfDay()).isEmpty();
        assertThat(plots.popularity()).isEmpty();
        assertThat(plots.heatMaps()).isEmpty();
      }
    }
  }
}
