package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Flow;
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

/** Values in what nfdump prints, in the forms of its versions. */
class NfdumpOutputsTest {
  private static final String LINE =
      "2024-01-01 10:00:00.123     00:00:01.500 TCP     10.1.0.1:40000 ->     198.51.100.1:443"
          + "       10     1000     1\n";
  private static final String OBJECT =
      "{\"type\":\"FLOW\",\"export_sysid\":1,\"first\":\"2024-01-01T10:00:00.050\","
          + "\"last\":\"2024-01-01T10:00:01.500\",\"in_packets\":3,\"in_bytes\":180,\"proto\":6,"
          + "\"tcp_flags\":\"...AP.SF\",\"src_port\":5,\"dst_port\":443,\"src_tos\":16,"
          + "\"src4_addr\":\"10.0.0.1\",\"dst4_addr\":\"192.0.2.1\",\"sampled\":0}\n";
  private static final long TEN = 1_704_103_200_000_000L;

  @TempDir Path directory;

  private List<String> notes;
  private long malformed;

  @Test
  void theDefaultTextIsRead() throws IOException {
    List<Flow> flows =
        read(
            LINE
                + LINE.replace("    1000", "   1.2 M")
                    .replace("    00:00:01.500", " 2d 00:00:01.500")
                + LINE.replace("00:00:01.500", "    1.500").replace(":443", "(US):443")
                + LINE.replace("10.1.0.1:", "2001:db8::7.").replace("198.51.100.1:", "::1."));
    assertThat(flows).extracting(Flow::bytes).containsExactly(1000L, 1_200_000L, 1000L, 1000L);
    assertThat(flows)
        .extracting(Flow::durationMicros)
        .containsExactly(1_500_000L, 172_801_500_000L, 1_500_000L, 1_500_000L);
    assertThat(flows.get(0).timeMicros()).isEqualTo(TEN + 123_000);
    assertThat(flows.get(2).destinationAddress()).hasToString("198.51.100.1");
    assertThat(flows.get(3).sourceAddress()).hasToString("2001:db8::7");
    assertThat(flows.get(3).destinationPort()).isEqualTo(443);
  }

  @Test
  void shortenedAddressesAreToldWithTheRemedy() {
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(LINE + LINE.replace("10.1.0.1:", "2001:62..e0:fed5.")))
        .withMessageContaining(
            ":2: source address must be a whole IP address (run nfdump with -6, or -o csv) but is"
                + " 2001:62..e0:fed5;");
  }

  @Test
  void bothDirectionsAreRead() throws IOException {
    Flow flow =
        read(LINE.replace("->", "<->").replace("   10     1000", "  7       10      900     1000"))
            .get(0);
    assertThat(flow.packets()).isEqualTo(10);
    assertThat(flow.bytes()).isEqualTo(1000);
    assertThat(flow.number(flow.schema().index("reversePackets"))).isEqualTo(7);
    assertThat(flow.number(flow.schema().index("reverseBytes"))).isEqualTo(900);
  }

  @Test
  void jsonIsReadHoweverItLiesOnLines() throws IOException {
    String pretty = OBJECT.replace(",", ",\n\t").replace("{", "{\n\t").replace("}", "\n}");
    List<Flow> lines = read(OBJECT + OBJECT.replace("443", "80"));
    assertThat(read("[\n" + pretty + ",\n" + pretty.replace("443", "80") + "]\n")).isEqualTo(lines);
    assertThat(read("[\n" + OBJECT + OBJECT.replace("443", "80") + "]\n")).isEqualTo(lines);
    Flow flow = lines.get(0);
    assertThat(flow.timeMicros()).isEqualTo(TEN + 50_000);
    assertThat(flow.durationMicros()).isEqualTo(1_450_000);
    assertThat(flow.sourcePort()).isEqualTo(5);
    assertThat(flow.tcpFlags()).isEqualTo(0x1b);
    assertThat(flow.bytes()).isEqualTo(180);
  }

  @Test
  void olderJsonHasMillisecondsWithoutZeros() throws IOException {
    String old = OBJECT.replace("first", "t_first").replace("last", "t_last").replace(".050", ".5");
    assertThat(read(old).get(0).timeMicros()).isEqualTo(TEN + 5_000);
  }

  @Test
  void countersBackAreASecondFlowAndEventsNone() throws IOException {
    String both = OBJECT.replace("\"sampled\"", "\"out_packets\":2,\"out_bytes\":90,\"sampled\"");
    List<Flow> flows =
        read(both + OBJECT.replace("FLOW", "EVENT") + OBJECT.replace("ts\":3", "ts\":0"));
    assertThat(flows).hasSize(2);
    assertThat(flows.get(1).sourceAddress()).hasToString("192.0.2.1");
    assertThat(flows.get(1).sourcePort()).isEqualTo(443);
    assertThat(flows.get(1).bytes()).isEqualTo(90);
    assertThat(notes).containsExactly("records left out: 1 events; 1 without packets");
  }

  @Test
  void wrongObjectsAreNamedAndSpoilNoOthers() throws IOException {
    String wrong = OBJECT.replace("192.0.2.1", "192.0.2.x");
    assertThatExceptionOfType(MalformedInputException.class)
        .isThrownBy(() -> read(OBJECT + wrong))
        .withMessageContaining(":2: dst4_addr is wrong: 192.0.2.x; fix the line or pass");
    String cut = OBJECT.substring(0, 60) + "\n";
    String open = OBJECT.replace("\"sampled\":0}", "\"sampled\":\"0}");
    assertThat(readSkipping(OBJECT + cut + OBJECT + open + OBJECT + "x y\n" + OBJECT)).hasSize(4);
    assertThat(malformed).isEqualTo(3);
  }

  private List<Flow> read(String text) throws IOException {
    return read(text, ReadOptions.DEFAULTS);
  }

  private List<Flow> readSkipping(String text) throws IOException {
    return read(text, ReadOptions.DEFAULTS.withSkipMalformed());
  }

  private List<Flow> read(String text, ReadOptions options) throws IOException {
    Path file = Files.writeString(directory.resolve("nfdump"), text);
    var flows = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), options)) {
      rows.forEach(flows::add);
      notes = rows.notes();
      malformed = rows.malformed();
    }
    return flows;
  }
}
