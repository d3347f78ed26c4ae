package io.stanflow.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.io.Tables;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.netflow.NetflowVersion;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wireshark's dissector reads our packets as they were meant, where it is installed. */
class TsharkTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd, uuuu HH:mm:ss.nnnnnnnnn 'UTC'", Locale.ROOT);

  @TempDir Path directory;

  @BeforeEach
  void haveTshark() {
    assumeThat(installed("tshark")).as("tshark is installed").isTrue();
  }

  static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsWrongWithThePackets(NetflowVersion version) throws Exception {
    Path file = write(version, flows(version));
    assertThat(tshark(file, "-Y", "_ws.malformed || _ws.expert")).isEmpty();
    List<String> sums =
        tshark(
            file,
            "-o",
            "ip.check_checksum:TRUE",
            "-o",
            "udp.check_checksum:TRUE",
            "-T",
            "fields",
            "-e",
            "ip.checksum.status",
            "-e",
            "udp.checksum.status",
            "-e",
            "cflow.version");
    assertThat(sums).hasSizeGreaterThan(20).containsOnly("1\t1\t" + version.number());
  }

  @ParameterizedTest
  @EnumSource
  void fieldsAreThoseOfTheFlows(NetflowVersion version) throws Exception {
    List<Flow> flows = flows(version);
    var command = new ArrayList<>(List.of("-T", "fields", "-E", "aggregator=;"));
    List<String> fields =
        List.of(
            "cflow.srcaddr",
            "cflow.dstaddr",
            "cflow.srcaddrv6",
            "cflow.dstaddrv6",
            "cflow.srcport",
            "cflow.dstport",
            "cflow.protocol",
            "cflow.tcpflags",
            "cflow.tos",
            "cflow.packets",
            "cflow.octets",
            version == NetflowVersion.IPFIX ? "cflow.abstimestart" : "cflow.timestart",
            version == NetflowVersion.IPFIX ? "cflow.abstimeend" : "cflow.timeend",
            "cflow.unix_secs",
            "cflow.unix_nsecs",
            "cflow.sysuptime",
            "cflow.flowset_id",
            "cflow.flowset_length");
    fields.forEach(field -> command.addAll(List.of("-e", field)));
    var read = new ArrayList<String>();
    for (String line : tshark(write(version, flows), command.toArray(new String[0]))) {
      read.addAll(records(line.split("\t", -1)));
    }
    assertThat(read).isEqualTo(flows.stream().map(TsharkTest::record).toList());
  }

  private static List<Flow> flows(NetflowVersion version) {
    var flows = new NetflowFlows(new SplittableRandom(21), version, 3_600_000).take(2000);
    flows.sort(Comparator.comparing(Flow::endMicros));
    return flows;
  }

  private static String record(Flow flow) {
    int protocol = Protocol.number(flow.protocol());
    return String.join(
        " ",
        flow.sourceAddress().toString(),
        flow.destinationAddress().toString(),
        Long.toString(flow.sourcePort()),
        Long.toString(flow.destinationPort()),
        Integer.toString(protocol),
        Integer.toString(flow.tcpFlags()),
        flow.word(flow.schema().index("tos")),
        Long.toString(flow.packets()),
        Long.toString(flow.bytes()),
        Long.toString(flow.startMicros()),
        Long.toString(flow.endMicros()));
  }

  /** The flows of one packet: the n-th occurrence of each field is that of the n-th flow. */
  private static List<String> records(String[] fields) {
    var records = new ArrayList<String>();
    String[][] columns = new String[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      columns[i] = fields[i].isEmpty() ? new String[0] : fields[i].split(";");
    }
    String families = families(columns);
    int ipv4 = 0;
    int ipv6 = 0;
    for (int n = 0; n < columns[4].length; n++) {
      boolean is6 = families.charAt(n) == '6';
      String source = is6 ? columns[2][ipv6] : columns[0][ipv4];
      String destination = is6 ? columns[3][ipv6++] : columns[1][ipv4++];
      records.add(
          String.join(
              " ",
              Address.parse(source).toString(),
              Address.parse(destination).toString(),
              columns[4][n],
              columns[5][n],
              columns[6][n],
              Integer.decode(columns[7][n]).toString(),
              Integer.decode(columns[8][n]).toString(),
              columns[9][n],
              columns[10][n],
              Long.toString(micros(columns[11][n], columns)),
              Long.toString(micros(columns[12][n], columns))));
    }
    return records;
  }

  /** A digit for each flow, by the lengths of the sets; tshark has a column for each family. */
  private static String families(String[][] columns) {
    if (columns[16].length == 0) {
      return "4".repeat(columns[0].length);
    }
    var families = new StringBuilder();
    int times = columns[15].length == 0 ? 16 : 8; // IPFIX has no uptime
    for (int i = 0; i < columns[16].length; i++) {
      int bytes = Integer.parseInt(columns[17][i]) - 4;
      switch (columns[16][i]) {
        case "256" -> families.append("4".repeat(bytes / (31 + times)));
        case "257" -> families.append("6".repeat(bytes / (55 + times)));
        default -> {
          // templates
        }
      }
    }
    return families.toString();
  }

  private static long micros(String time, String[][] columns) {
    if (columns[13].length == 0) {
      Instant instant = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
    BigDecimal nanos = columns[14].length == 0 ? BigDecimal.ZERO : new BigDecimal(columns[14][0]);
    BigDecimal exported = new BigDecimal(columns[13][0]).add(nanos.movePointLeft(9));
    return exported
        .subtract(new BigDecimal(columns[15][0]))
        .add(new BigDecimal(time))
        .movePointRight(6)
        .longValueExact();
  }

  private Path write(NetflowVersion version, List<Flow> flows) throws IOException {
    Path file = directory.resolve(version.title() + ".pcap");
    return Tables.write(file, version.title(), DecodedFormat.SCHEMA, flows);
  }

  private static List<String> tshark(Path file, String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of("tshark", "-r", file.toString(), "-d", "udp.port==2055,cflow", "-d"));
    command.add("udp.port==4739,cflow");
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }
}
