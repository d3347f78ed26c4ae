package io.stanflow.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zeek's logs as its settings, its tools and those of others leave them. */
class ZeekSettingsTest {
  private static final String NAMES =
      "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_pkts"
          + " orig_ip_bytes";
  private static final String ROW = "1.5 C1 10.0.0.1 5 192.0.2.1 53 udp dns 0.25 3 90";
  private static final String UNSET = "2.5 C2 10.0.0.2 6 192.0.2.1 53 udp - - - -";

  @TempDir Path directory;

  private List<String> notes;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "# \\x09 . -",
        "# \\x09 _ -",
        "# \\x09 -> -",
        "# \\x09 . NULL",
        "# \\x09 . ''",
        "# \\x2c . -",
        "# \\x7c\\x7c $ (unset)",
        "// \\x09 . -"
      })
  void headersSayHowTheFileIsWritten(String mark, String separator, String scope, String unset)
      throws IOException {
    String between = unescaped(separator);
    String log =
        mark
            + "separator "
            + separator
            + "\n"
            + mark
            + "set_separator"
            + between
            + ";\n"
            + mark
            + "empty_field"
            + between
            + "EMPTY\n"
            + mark
            + "unset_field"
            + between
            + unset
            + "\n"
            + mark
            + "path"
            + between
            + "conn\n"
            + mark
            + "fields "
            + NAMES.replace("id.", "id" + scope)
            + "\n"
            + mark
            + "types time string addr port addr port enum string interval count count\n"
            + ROW
            + "\n"
            + UNSET.replace(" -", " " + unset)
            + "\n"
            + ROW.replace("dns", "EMPTY")
            + "\n"
            + mark
            + "close"
            + between
            + "2020-01-01-00-00-00\n";
    List<Flow> flows = read(header(log, between));
    assertThat(flows).hasSize(3);
    assertThat(flows.get(0).sourceAddress()).hasToString("10.0.0.1");
    assertThat(flows.get(0).durationMicros()).isEqualTo(250_000);
    assertThat(flows.get(0).bytes()).isEqualTo(90);
    assertThat(flows.get(1).packets()).isZero();
    assertThat(flows)
        .extracting(flow -> word(flow, "service"))
        .containsExactly("dns", "-", "(empty)");
  }

  private static String unescaped(String separator) {
    return switch (separator) {
      case "\\x09" -> "\t";
      case "\\x2c" -> ",";
      default -> "||";
    };
  }

  /** Blanks but the one behind the word separator become the separator. */
  private static String header(String log, String between) {
    int end = log.indexOf('\n');
    return log.substring(0, end) + log.substring(end).replace(" ", between);
  }

  @Test
  void namesMayStandAloneInTheFirstLine() throws IOException {
    String log = tabs(NAMES + "\n" + ROW + "\n" + UNSET + "\n");
    assertThat(read(log)).hasSize(2);
    assertThat(read(log + log)).as("zeek-cut -M").hasSize(4);
    String csv =
        (" " + NAMES + "\n0 " + ROW + "\n1 " + UNSET.replace("-", "") + "\n").replace(' ', ',');
    List<Flow> flows = read(csv.replace(",3,90", ",3.0,\"90.0\""));
    assertThat(flows).hasSize(2);
    assertThat(flows.get(0).packets()).isEqualTo(3);
    assertThat(flows.get(0).bytes()).isEqualTo(90);
    assertThat(flows.get(1).packets()).isZero();
    assertThat(word(flows.get(1), "service")).isEqualTo("-");
  }

  @Test
  void timesMayHaveAnOffset() throws IOException {
    String log = tabs("#fields " + NAMES + "\n" + ROW + "\n" + ROW + "\n" + ROW + "\n");
    List<Flow> flows =
        read(
            log.replaceFirst("1.5", "2023-11-14T23:13:20+0100")
                .replaceFirst("\n1.5", "\n1700000000250"));
    assertThat(flows)
        .extracting(Flow::timeMicros)
        .containsExactly(1_700_000_000_000_000L, 1_700_000_000_250_000L, 1_500_000L);
  }

  @Test
  void otherFieldsHoldFromTheirLineOn() throws IOException {
    String first = tabs("#separator \\x09\n#fields " + NAMES + "\n" + ROW + "\n");
    String moved = NAMES.replace("orig_pkts orig_ip_bytes", "orig_ip_bytes orig_pkts label");
    String second = tabs("#fields " + moved + "\n" + ROW.replace("3 90", "91 4 bad") + "\n");
    String third =
        tabs("#fields " + NAMES.replace(" service", "") + "\n" + ROW.replace(" dns", ""));
    List<Flow> flows = read(first + second + "#close\n" + third + "\n" + first, true);
    assertThat(flows).extracting(Flow::packets).containsExactly(3L, 4L, 3L, 3L);
    assertThat(flows).extracting(Flow::bytes).containsExactly(90L, 91L, 90L, 90L);
    assertThat(flows)
        .extracting(flow -> word(flow, "service"))
        .containsExactly("dns", "dns", "-", "dns");
    String wrong = second.replace("\t91\t", "\tx\t");
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(first + wrong))
        .withMessageContaining(":5: orig_ip_bytes must be a whole number >= 0 but is x;");
  }

  @Test
  void otherLogsHaveNoFlows() throws IOException {
    String conn = tabs("#separator \\x09\n#fields " + NAMES + "\n" + ROW + "\n");
    String dns =
        tabs("#fields ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto query\n")
            + tabs("1.5 C1 10.0.0.1 5 192.0.2.1 53 udp example.org\n").repeat(2);
    String files = tabs("#fields ts fuid tx_hosts\n1.5 F1 10.0.0.1\n");
    assertThat(read(conn + dns + conn + files)).hasSize(2);
    assertThat(notes).containsExactly("records that are no IP flows left out: 3");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(dns))
        .withMessageEndingWith(": is a Zeek log without connections; name conn.log");
  }

  @Test
  void theNumberNamesTheProtocol() throws IOException {
    String log =
        tabs("#fields " + NAMES + " ip_proto\n" + ROW + " 17\n")
            + tabs(ROW.replace("udp", "unknown_transport") + " 47\n")
            + tabs(ROW.replace("udp", "unknown_transport") + " -\n");
    assertThat(read(log))
        .extracting(Flow::protocol)
        .containsExactly("UDP", "GRE", "UNKNOWN_TRANSPORT");
    String json =
        "{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5,\"id.resp_h\":\"192.0.2.1\","
            + "\"id.resp_p\":53,\"proto\":\"unknown_transport\",\"ip_proto\":50,\"orig_pkts\":1}\n";
    assertThat(read(json)).extracting(Flow::protocol).containsExactly("ESP");
  }

  @Test
  void recordsOfOtherLogsInAStreamAreNoFlows() throws IOException {
    String conn =
        "{\"_path\":\"conn\",\"ts\":1700000000250,\"id_orig_h\":\"10.0.0.1\",\"id_orig_p\":5,"
            + "\"id_resp_h\":\"192.0.2.1\",\"id_resp_p\":53,\"proto\":\"udp\","
            + "\"duration\":9.5367431640625e-07,\"orig_pkts\":3}\n";
    String dns = conn.replace("conn", "dns").replace("\"orig_pkts\":3", "\"query\":\"x.org\"");
    String stats = "{\"_path\":\"stats\",\"ts\":1,\"mem\":5}\n";
    List<Flow> flows = read(stats + dns + conn + dns + conn + stats);
    assertThat(flows).hasSize(2);
    assertThat(notes).containsExactly("records that are no IP flows left out: 4");
    assertThat(flows.get(0).packets()).isEqualTo(3);
    assertThat(flows.get(0).durationMicros()).isEqualTo(1);
    assertThat(flows.get(0).timeMicros()).isEqualTo(1_700_000_000_250_000L);
    assertThat(flows.get(0).sourceAddress()).hasToString("10.0.0.1");
  }

  @Test
  void recordsThatCountNothingAreNoConnections() {
    String conn =
        "{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5,\"id.resp_h\":\"192.0.2.1\","
            + "\"id.resp_p\":53,\"proto\":\"udp\",\"orig_pkts\":1}\n";
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(conn + conn.replace("\"orig_pkts\":1", "\"query\":\"x.org\"")))
        .withMessageContaining(
            ":2: conn_state must be that of a connection, which counts some but is -;");
  }

  private static String tabs(String text) {
    return text.replace(' ', '\t').replace("separator\t", "separator ");
  }

  private static String word(Flow flow, String attribute) {
    Schema schema = flow.schema();
    return flow.word(schema.index(attribute));
  }

  private List<Flow> read(String log) throws IOException {
    return read(log, false);
  }

  private List<Flow> read(String log, boolean skip) throws IOException {
    Path file = Files.writeString(directory.resolve("conn.log"), log);
    ReadOptions options = ReadOptions.DEFAULTS;
    var flows = new ArrayList<Flow>();
    try (FlowRows rows =
        FlowFiles.rows(List.of(file.toString()), skip ? options.withSkipMalformed() : options)) {
      rows.forEach(flows::add);
      assertThat(rows.malformed()).isZero();
      notes = rows.notes();
    }
    return flows;
  }
}
