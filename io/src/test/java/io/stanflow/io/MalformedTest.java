package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.io.file.InputException;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedTest {
  private static final String NOT_UTF8 =
      "the line is not UTF-8 text; name its encoding, such as --encoding windows-1252, or pass"
          + " --skip-malformed to count and drop such lines";

  private static final String REMEDY =
      "; fix the line or pass --skip-malformed to count and drop such lines";
  private static final String GOOD =
      "2016-04-11 00:01:38,6.000,10.0.0.1,192.0.2.7,0,771,ICMP,.A....,0,192,12,1200,background";
  private static final String NFDUMP =
      "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n";

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 2016-04-31 00:00:00 | te must be a time such as 2016-04-11 00:01:38 but is 2016-04-31"
            + " 00:00:00",
        "0 | infinity | te must be a time such as 2016-04-11 00:01:38 but is infinity",
        "0 | 2016-04-11 | te must be a time such as 2016-04-11 00:01:38 but is 2016-04-11",
        "0 | '' | te must be a time such as 2016-04-11 00:01:38 but is empty",
        "1 | -0.004 | td must be seconds >= 0 such as 4.200 but is -0.004",
        "1 | nan | td must be seconds >= 0 such as 4.200 but is nan",
        "1 | 1_0.5 | td must be seconds >= 0 such as 4.200 but is 1_0.5",
        "2 | 10.0.0.256 | sa must be an IP address but is 10.0.0.256",
        "2 | 10008_251 | sa must be an IP address but is 10008_251",
        "3 | 1:2:3:4:5:6:7:8:: | da must be an IP address but is 1:2:3:4:5:6:7:8::",
        "3 | fe80::1%eth0 | da must be an IP address but is fe80::1%eth0",
        "4 | 65536 | sp must be in [0, 65535] but is 65536",
        "4 | -1 | sp must be in [0, 65535] but is -1",
        "5 | 80.5 | dp must be in [0, 65535] but is 80.5",
        "5 | 0x50 | dp must be in [0, 65535] but is 0x50",
        "6 | '' | pr must be a protocol such as TCP or 6 but is empty",
        "6 | 256 | pr must be a protocol such as TCP or 6 but is 256",
        "7 | .AXP.S | flg must be TCP flags such as .AP.SF but is .AXP.S",
        "10 | 0 | pkt must be a whole number >= 1 but is 0",
        "10 | 1.5 | pkt must be a whole number >= 1 but is 1.5",
        "10 | 9223372036854775808 | pkt must be a whole number >= 1 but is 9223372036854775808",
        "11 | -40 | byt must be a whole number >= 0 but is -40",
        "11 | 1.2 M | byt must be a whole number >= 0 but is 1.2 M",
        "12 | '' | label must be a word but is empty"
      })
  void theColumnIsNamed(int column, String value, String fact) throws IOException {
    String[] fields = GOOD.split(",", -1);
    fields[column] = value;
    String bad = String.join(",", fields);
    Path file = directory.resolve("flows.csv");
    Files.writeString(file, Tables.UGR_HEADER + GOOD + "\n" + bad + "\n" + GOOD + "\n");
    assertMalformed(file, 3, fact);
  }

  @Test
  void theMessageOfNfdumpNamesItsColumn() throws IOException {
    Path file = directory.resolve("flows.csv");
    Files.writeString(
        file, NFDUMP + "2016-04-11 00:01:17.948,0.000,6,10.0.0.1,0,192.0.2.1,70000,1,56,1\n");
    assertMalformed(file, 2, "dstPort must be in [0, 65535] but is 70000");
    Files.writeString(
        file, NFDUMP + "2016-04-11 00:01:17.948,0.000,1,10.0.0.1,0,192.0.2.1,3.256,1,56,1\n");
    assertMalformed(file, 2, "dstPort must be in [0, 65535] but is 3.256");
    Files.writeString(
        file, NFDUMP + "2016-04-11 00:01:17.948,0.000,6,10.0.0.1,0,192.0.2.1,80,1,56\n");
    assertMalformed(file, 2, "the line must have 10 columns but has 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"extra", "missing", "long value", "zero", "huge"})
  void damagedLinesAreNamed(String damage) throws IOException {
    Path file = directory.resolve("flows.csv");
    String bad =
        switch (damage) {
          case "extra" -> GOOD + ",x";
          case "missing" -> GOOD.substring(0, GOOD.lastIndexOf(','));
          case "long value" -> GOOD.replace("10.0.0.1", "9".repeat(50));
          case "zero" -> GOOD + "\0";
          default -> GOOD + "x".repeat(3 << 20);
        };
    String fact =
        switch (damage) {
          case "extra" -> "the line must have 13 columns but has 14";
          case "missing" -> "the line must have 13 columns but has 12";
          case "long value" -> "sa must be an IP address but is " + "9".repeat(40) + "...";
          case "zero" -> "the line holds a zero byte";
          default -> "the line is longer than 1048576 bytes";
        };
    String text = GOOD + "\n\n" + GOOD + "\r\n" + bad + "\n" + GOOD;
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertMalformed(file, 4, fact);
  }

  @Test
  void aLineThatCrashesDuckDbsReaderIsNamed() throws IOException {
    Path file = directory.resolve("flows.csv");
    Tables.write(
        file,
        "nfdump48",
        RandomFlows.NFDUMP48,
        new RandomFlows(new SplittableRandom(5), RandomFlows.NFDUMP48, 1_000_000, 1000, 8).take(3));
    byte[] bytes = Files.readAllBytes(file);
    int last = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\nSummary") - 1;
    bytes[last] = (byte) 0xff; // in a column that is not read, which its error report stumbles on
    Files.write(file, bytes);
    assertInput(file, 4, NOT_UTF8);
  }

  @ParameterizedTest
  @CsvSource({
    "ugr16.csv, background, 2",
    "argus.binetflow, flow=, 2",
    "nfdump_long.txt, TCP, 2",
    "zeek.log, dns, 10",
    "zeek.json, ssl, 1",
    "suricata.json, tls, 2"
  })
  void textInAnotherEncodingIsNoSilentLoss(String sample, String word, int line)
      throws IOException {
    String text = Files.readString(Tables.sample(sample));
    Path file = directory.resolve(sample);
    Files.write(file, text.replace(word, "na\u00efve").getBytes(StandardCharsets.ISO_8859_1));
    assertInput(file, line, NOT_UTF8);
    try (FlowRows all = rows(Tables.sample(sample));
        FlowRows rows = rows(file)) {
      assertThat(rows.malformed()).isPositive();
      assertThat(rows.size() + rows.malformed()).isEqualTo(all.size());
    }
  }

  private static FlowRows rows(Path file) throws IOException {
    return FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS.withSkipMalformed());
  }

  @Test
  void linesAreCountedInEachFileAlsoCompressedAndBehindASummary() throws IOException {
    Path first = directory.resolve("a.csv");
    Files.writeString(first, Tables.UGR_HEADER + (GOOD + "\n").repeat(30_000));
    Path second = directory.resolve("b.csv.gz");
    String bad = GOOD.replace("771", "65536");
    gzip(second, Tables.UGR_HEADER + (GOOD + "\n").repeat(25_000) + bad + "\n");
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> FlowFiles.read(List.of(first + "", second + ""), ReadOptions.DEFAULTS))
        .withMessage(second + ":25002: dp must be in [0, 65535] but is 65536" + REMEDY);
    Path third = directory.resolve("c.csv");
    String line = "2016-04-11 00:01:17.948,0.000,6,10.0.0.1,0,192.0.2.1,80,1,56,1\n";
    String summary = "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n1,56,1,0,0,56\n";
    Files.writeString(third, NFDUMP + line + summary + NFDUMP + line.replace("10.0", "10.x"));
    assertMalformed(third, 7, "srcAddr must be an IP address but is 10.x.0.1");
    Files.writeString(third, NFDUMP + line + summary + NFDUMP + line);
    try (DuckTable table = Tables.read(third)) {
      assertThat(table.size()).isEqualTo(2);
    }
  }

  @Test
  void skippedLinesAreCountedAndKept() throws IOException {
    Path file = directory.resolve("flows.csv");
    String port = GOOD.replace("771", "65536");
    Files.writeString(file, Tables.UGR_HEADER + GOOD + "\n" + port + "\n" + GOOD + "\nxyz\n");
    Path rejects = directory.resolve("rejects.txt");
    ReadOptions options = ReadOptions.DEFAULTS.withSkipMalformed(rejects);
    try (DuckTable table = Tables.read(file, options)) {
      assertThat(table.size()).isEqualTo(2);
      assertThat(table.malformed()).isEqualTo(2);
    }
    assertThat(Files.readAllLines(rejects))
        .containsExactly(
            file + ":3: dp must be in [0, 65535] but is 65536\t" + port,
            file + ":5: the line must have 13 columns but has 1\txyz");
    Files.writeString(file, Tables.UGR_HEADER + port + "\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file, options))
        .withMessage(file + ": has no flows but 1 malformed; check the file and its --format");
  }

  @Test
  void wrongParquetRowsAreNamed() throws Exception {
    Path file = directory.resolve("t.parquet");
    try (var sql = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        var statement = sql.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES (1, '10.0.0.1'), (2, '10.0.0'), (-3, NULL)) t(packets,"
              + " sourceAddress)) TO '"
              + file
              + "'");
    }
    assertMalformed(file, 2, "sourceAddress must be an IP address but is 10.0.0");
    ReadOptions skip = ReadOptions.DEFAULTS.withSkipMalformed();
    try (DuckTable table = Tables.read(file, skip)) {
      assertThat(table.size()).isEqualTo(1);
      assertThat(table.malformed()).isEqualTo(2);
    }
  }

  @Test
  void aTruncatedArchiveIsNoShorterFile() throws IOException {
    Path file = directory.resolve("flows.csv.gz");
    gzip(file, Tables.UGR_HEADER + (GOOD + "\n").repeat(1000));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertInput(file, "is cut short: the compressed data end early; copy or download it again");
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessageStartingWith(file + ": is damaged or cut short: ");
    Path zst = directory.resolve("flows.zst");
    try (FlowWriter writer = FlowFiles.writer(zst + "", "ugr16", RandomFlows.UGR16)) {
      writer.write(new io.stanflow.flow.Flow.Draft(RandomFlows.UGR16).flow());
    }
    bytes = Files.readAllBytes(zst);
    Files.write(zst, Arrays.copyOf(bytes, bytes.length - 9));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(zst))
        .withMessageStartingWith(zst + ": is damaged or cut short: ");
  }

  @Test
  void unusableFilesAreExplained() throws IOException {
    Path file = directory.resolve("flows.csv");
    assertInput(file, "no such file; check the path");
    assertInput(directory, "is a directory; name the files in it");
    Files.writeString(file, "");
    assertInput(file, "is empty; name a file with flows");
    Files.writeString(file, "\n \n");
    assertInput(file, "has only blank lines; name a file with flows");
    Files.writeString(file, Tables.UGR_HEADER);
    assertInput(file, "has no flows; check the file and its --format");
    Files.write(file, new byte[] {(byte) 0xca, (byte) 0xfe, 0, 7});
    String formats =
        FlowFiles.formats().stream().map(FlowFormat::name).collect(Collectors.joining(", "));
    assertInput(
        file,
        "is in no format we know; draft a schema: stanflow schema "
            + file
            + ", or name it with --format (stanflow formats lists them)");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file, ReadOptions.DEFAULTS.withFormat("excel")))
        .withMessage(file + ": no format is named 'excel'; choose " + formats);
    Files.writeString(file, "PAR1 and then nothing");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessageStartingWith(file + ": cannot be read as Parquet: ");
    Files.writeString(file, "x,X\n1,2\n");
    assertInput(file, "two columns are named X; rename one in the header");
    Files.writeString(file, "x:colour\n1\n");
    assertInput(
        file,
        "no kind is named 'colour'; use start, end, duration, count, real, word, address, port or"
            + " flags");
    Files.writeString(file, "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,ibyt\n1,2\n");
    assertInput(file, "two columns are named ibyt; rename one in the header");
  }

  @Test
  void filesOfTwoKindsAreNotMixed() throws IOException {
    Path ugr = Tables.text(directory.resolve("a"), GOOD + "\n");
    Path csv = Tables.text(directory.resolve("b"), "x,y\n1,2\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> FlowFiles.read(List.of(ugr + "", csv + ""), ReadOptions.DEFAULTS))
        .withMessage(
            csv
                + ": differs from "
                + ugr
                + " in its format (csv) or columns;"
                + " read files of one kind at a time");
  }

  private static void gzip(Path file, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  private static void assertMalformed(Path file, long line, String fact) {
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessage(file + ":" + line + ": " + fact + REMEDY);
  }

  private static void assertInput(Path file, long line, String message) {
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessage(file + ":" + line + ": " + message);
  }

  private static void assertInput(Path file, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(file))
        .withMessage(file + ": " + message);
  }
}
