package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of CICFlowMeter, as CIC-IDS2017 has it, learned and written with two commands. */
class FlowTableTest {
  private static final int COLUMNS = 85;
  private static final int SEED = 5;

  @TempDir private Path folder;

  /** Names beyond the first 12, as many as the data set has; {@code Fwd Header Length} twice. */
  private static List<String> header() {
    var names =
        new ArrayList<>(
            List.of(
                ("Flow ID, Source IP, Source Port, Destination IP, Destination Port, Protocol,"
                        + " Timestamp, Flow Duration, Total Fwd Packets, Total Backward Packets,"
                        + "Total Length of Fwd Packets, Total Length of Bwd Packets,"
                        + " Fwd Header Length,Flow Bytes/s, Fwd Header Length")
                    .split(",", -1)));
    while (names.size() < COLUMNS - 1) {
      names.add(" Feature " + names.size());
    }
    names.add(" Label");
    return names;
  }

  private static String row(int i, Random random) {
    int micros = i % 50 == 3 ? 0 : random.nextInt(100_000_000);
    int forward = 1 + random.nextInt(20);
    int bytes = forward * random.nextInt(400);
    String host = "192.168.10." + (5 + i % 4);
    var cells =
        new ArrayList<Object>(
            List.of(host + "-x-" + i, host, 1024 + random.nextInt(60_000), "23.1.2." + i % 30));
    cells.addAll(List.of(443, 6, "4/7/2017 %d:%02d".formatted(8 + i / 60, i % 60), micros));
    cells.addAll(List.of(forward, random.nextInt(20), bytes, 2 * bytes, 20 * forward));
    cells.add(micros == 0 ? "Infinity" : Double.toString(bytes * 1e6 / micros));
    cells.add(20 * forward);
    while (cells.size() < COLUMNS - 1) {
      int column = cells.size();
      cells.add(
          column % 3 == 0
              ? String.format(Locale.ROOT, "%.4f", random.nextDouble() * column)
              : column % 3 == 1 ? "0" : random.nextInt(5));
    }
    cells.add(i % 7 == 0 ? "Web Attack \u2013 XSS" : "BENIGN");
    return String.join(",", cells.stream().map(Object::toString).toList());
  }

  @Test
  void aTableOf85ColumnsIsLearnedAndWritten() throws IOException {
    var random = new Random(SEED);
    var lines = new ArrayList<>(List.of(String.join(",", header())));
    for (int i = 0; i < 240; i++) {
      lines.add(row(i, random));
    }
    Path table = folder.resolve("cic.csv");
    Files.write(table, lines, Charset.forName("windows-1252"));
    Path model = folder.resolve("cic.stanflow");
    CommandRun train =
        CommandRun.of(
            (Object[])
                ("train " + table + " -o " + model + " --profile-k 1")
                    .concat(" --epochs 1 --width 8 --hidden 8 --workers 1")
                    .split(" ", -1));
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err())
        .contains("text that is no UTF-8 is taken for windows-1252")
        .contains("columns known by their names")
        .contains("will not have them: Flow ID");

    Path made = folder.resolve("made.csv");
    CommandRun generate =
        CommandRun.of(
            (Object[])
                ("generate -m " + model + " --flows 60 --hosts 4 -o " + made).split(" ", -1));
    assertThat(generate.code()).as(generate.err()).isZero();
    List<String> written = Files.readAllLines(made);
    List<String> names = header().stream().map(String::strip).toList();
    var expected = new ArrayList<>(names.subList(1, COLUMNS));
    expected.set(names.lastIndexOf("Fwd Header Length") - 1, "Fwd Header Length.1");
    assertThat(written).hasSize(61);
    assertThat(written.get(0).split(",", -1)).containsExactlyElementsOf(expected);
    assertThat(written.subList(1, 61))
        .allMatch(line -> line.split(",", -1).length == COLUMNS - 1)
        .allMatch(
            line -> line.split(",", -1)[5].matches("\\d{1,2}/\\d{1,2}/\\d{4} \\d{1,2}:\\d\\d"))
        .allMatch(line -> line.endsWith("BENIGN") || line.endsWith("Web Attack \u2013 XSS"));
  }
}
