package io.stanflow.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.FormatFlows;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZeekTest {
  private static final String HEAD =
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n";
  private static final String FIELDS =
      "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration"
          + "\torig_pkts\n";
  private static final String ROW = "1.5\tC1\t10.0.0.1\t5\t192.0.2.1\t53\tudp\tdns\t-\t1\n";

  @TempDir Path directory;

  @Test
  void anotherReaderFindsEveryValue() throws IOException {
    List<Flow> flows = FormatFlows.take("zeek", new SplittableRandom(31), 1000);
    Schema schema = flows.get(0).schema();
    Path file = Tables.write(directory.resolve("conn.log"), "zeek", schema, flows);
    var log = new StrictZeek(Files.readString(file));
    assertThat(log.fields).endsWith("tunnel_parents", "label", "detailedlabel");
    assertThat(log.rows).hasSameSizeAs(flows);
    var identifiers = new HashSet<String>();
    for (int i = 0; i < flows.size(); i++) {
      Flow flow = flows.get(i);
      var row = log.rows.get(i);
      identifiers.add(row.get("uid"));
      assertThat(row.get("id.orig_h")).isEqualTo(flow.sourceAddress().toString());
      assertThat(row.get("orig_ip_bytes")).isEqualTo(Long.toString(flow.bytes()));
      assertThat(row.get("resp_pkts"))
          .isEqualTo(Long.toString(flow.number(schema.index("reversePackets"))));
      assertThat(row.get("ts").replace(".", "").replaceFirst("^0+(?=\\d)", ""))
          .isEqualTo(Long.toString(flow.timeMicros()));
      assertThat(row.get("duration").equals("-")).isEqualTo(flow.durationMicros() == 0);
      if (flow.protocol().equals("ICMP")) {
        int type = Integer.parseInt(row.get("id.orig_p"));
        assertThat(type * 256 + Integer.parseInt(row.get("id.resp_p")))
            .isEqualTo(flow.destinationPort());
      }
    }
    assertThat(identifiers).hasSameSizeAs(flows).allMatch(uid -> uid.matches("C[0-9A-Za-z]{17}"));
  }

  /** A model that knows neither T nor F has another word there, which is no bool. */
  @ParameterizedTest
  @ValueSource(strings = {"zeek", "zeek-json", "zeek-iot23"})
  void whatIsNoTruthIsUnset(String format) throws IOException {
    List<Flow> flows = FormatFlows.take("zeek", new SplittableRandom(5), 3);
    Schema schema = flows.get(0).schema();
    int truth = schema.index("localOriginator");
    List<String> words = List.of("T", "F", "OTHER");
    for (int i = 0; i < 3; i++) {
      flows.set(i, new Flow.Draft(flows.get(i)).word(truth, words.get(i)).flow());
    }
    Path file = Tables.write(directory.resolve("conn.log"), format, schema, flows);
    assertThat(read(file))
        .map(flow -> flow.word(flow.schema().index("localOriginator")))
        .containsExactly("T", "F", "-");
  }

  @Test
  void concatenatedLogsAreRead() throws IOException {
    Path file = directory.resolve("conn.log");
    String log = HEAD + FIELDS + ROW + "#close\t2020-01-01-00-00-00\n";
    Files.writeString(file, "\t" + log + log);
    assertThat(read(file)).hasSize(2);
    Files.writeString(file, log + log.replace("orig_pkts", "resp_pkts"));
    List<Flow> flows = read(file);
    assertThat(flows).extracting(Flow::packets).containsExactly(1L, 0L);
  }

  @Test
  void malformedLinesAreNamed() throws IOException {
    Path file = directory.resolve("conn.log");
    Files.writeString(file, HEAD + FIELDS + ROW + ROW.replace("192.0.2.1", "192.0.2"));
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(file + ":8: id.resp_h must be an IP address but is 192.0.2;");
    Files.writeString(file, HEAD + FIELDS + ROW.replace("\t-", ""));
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(file + ":7: the line must have 10 columns but has 9;");
    Files.writeString(file, ROW);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(
            () -> FlowFiles.rows(List.of(file + ""), ReadOptions.DEFAULTS.withFormat("zeek")))
        .withMessage(file + ": has no #fields line at its beginning; name another --format");
  }

  @Test
  void jsonLinesAreNamed() throws IOException {
    Path file = directory.resolve("conn.log");
    String good =
        "{\"ts\":\"2020-10-06T15:32:56.785668Z\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":8,\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":0,\"proto\":\"icmp\",\"local_orig\":true}\n";
    Files.writeString(file, good + good.replace(":8", ":80").replace("icmp", "tcp"));
    List<Flow> flows = read(file);
    assertThat(flows.get(0).timeMicros()).isEqualTo(1_601_998_376_785_668L);
    assertThat(flows.get(0).destinationPort()).isEqualTo(8 * 256);
    assertThat(flows.get(1).sourcePort()).isEqualTo(80);
    assertThat(flows.get(1).word(flows.get(1).schema().index("localOriginator"))).isEqualTo("T");
    Files.writeString(file, good + "{\"ts\":1\n");
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(
            file + ":2: the line must be a JSON object with fields of the format;");
    Files.writeString(file, good + good.replace("10.0.0.1", "10.0.0.x"));
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(file + ":2: id.orig_h must be an IP address but is 10.0.0.x;");
  }

  private static List<Flow> read(Path file) throws IOException {
    var flows = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      rows.forEach(flows::add);
    }
    return flows;
  }
}
