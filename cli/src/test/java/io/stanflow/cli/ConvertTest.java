package io.stanflow.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.io.FlowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertTest {
  private static final String UGR = "te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n";
  private static final String LATER =
      "2016-04-11 00:01:40,22.052,10.0.0.1,192.0.2.1,5,80,TCP,.AP.S.,0,64,35,3928,dos\n";
  private static final String EARLIER = LATER.replace("00:01:40", "00:00:40");

  @TempDir Path directory;

  @Test
  void flowsKeepTheirOrderAndLossesAreSaid() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), UGR + LATER + EARLIER);
    Path out = directory.resolve("out");
    CommandRun run = CommandRun.of("convert", file, "-o", out, "--to", "nfdump");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .isEqualTo(
            """
            2 flows from ugr16 to nfdump
            not held by nfdump: tcpFlags, forwardingStatus, tos, label
            """);
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows",
            "2016-04-11 00:01:17.948,22.052,6,10.0.0.1,5,192.0.2.1,80,35,3928,1",
            "2016-04-11 00:00:17.948,22.052,6,10.0.0.1,5,192.0.2.1,80,35,3928,1");
    run = CommandRun.of("convert", out, "-o", directory.resolve("back"), "--to", "ugr16");
    assertThat(run.err())
        .isEqualTo(
            """
            2 flows from nfdump to ugr16
            not in the flows, defaults written: tcpFlags, forwardingStatus, tos, label
            times are cut to whole seconds
            """);
  }

  @Test
  void aTableNeedsNoInternalHostsAndTheNameTellsTheFormat() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), UGR + LATER);
    Path csv = directory.resolve("out.csv");
    Path parquet = directory.resolve("out.parquet");
    assertThat(CommandRun.of("convert", file, "-o", parquet).err())
        .isEqualTo("1 flows from ugr16 to parquet\n");
    assertThat(CommandRun.of("convert", parquet, "-o", csv).code()).isZero();
    assertThat(Files.readString(csv)).startsWith("time:end,duration,sourceAddress,");
  }

  @Test
  void anotherEncodingIsNamed() throws IOException {
    byte[] bytes = (UGR + LATER.replace("dos", "na\u00efve")).getBytes(ISO_8859_1);
    Path file = Files.write(directory.resolve("f"), bytes);
    Path out = directory.resolve("out.csv");
    assertThat(CommandRun.of("convert", file, "-o", out).lastError())
        .contains(":2: the line is not UTF-8 text; name its encoding, such as --encoding ");
    assertThat(CommandRun.of("convert", file, "-o", out, "--encoding", "windows-1252").code())
        .isZero();
    assertThat(Files.readString(out)).contains("na\u00efve");
  }

  @Test
  void whatFailsLeavesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), UGR + LATER + "x\n");
    Path out = directory.resolve("out");
    CommandRun run = CommandRun.of("convert", file, "-o", out);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.lastError())
        .isEqualTo(
            "stanflow: "
                + file
                + ":3: the line must have 13 columns but has 1; fix the line or pass"
                + " --skip-malformed to count and drop such lines");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    run = CommandRun.of("convert", file, "-o", out, "--skip-malformed");
    assertThat(run.err()).contains("malformed lines dropped: 1");
    Files.writeString(file, UGR);
    run = CommandRun.of("convert", file, "-o", directory.resolve("none"));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.lastError())
        .isEqualTo("stanflow: " + file + ": has no flows; check the file and its --format");
    assertThat(directory.resolve("none")).doesNotExist();
    run = CommandRun.of("convert", file, "-o", out, "--rejects", out);
    assertThat(run.code()).isEqualTo(2);
  }

  /** A v5 packet whose header says that 1 in 1000 packets were looked at. */
  @Test
  void whatIsSampledIsSaidAndMultiplied() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), UGR + LATER);
    Path sampled = directory.resolve("sampled.pcap");
    assertThat(CommandRun.of("convert", file, "-o", sampled, "--to", "v5").code()).isZero();
    byte[] bytes = Files.readAllBytes(sampled);
    int header = 24 + 16 + 14 + 20 + 8;
    bytes[header + 22] = 0x43; // mode 1
    bytes[header + 23] = (byte) 0xe8;
    Files.write(sampled, bytes);
    Path out = directory.resolve("out");
    CommandRun run = CommandRun.of("convert", sampled, "-o", out);
    assertThat(out).content().contains(",35,3928,");
    assertThat(run.err())
        .contains(
            "the exporter sampled 1 in 1000: packets and bytes of 1 flows are the sample's;"
                + " --scale-sampled multiplies them");
    run = CommandRun.of("convert", sampled, "-o", out, "--scale-sampled");
    assertThat(out).content().contains(",35000,3928000,");
    assertThat(run.err())
        .contains("the exporter sampled 1 in 1000: packets and bytes of 1 flows are multiplied");
  }

  @Test
  void everyFormatIsListed() {
    CommandRun run = CommandRun.of("formats");
    assertThat(run.code()).isZero();
    FlowFiles.formats()
        .forEach(
            format ->
                assertThat(run.out())
                    .contains(
                        format.name() + (format.writes() ? " (read, write): " : " (read): ")));
    assertThat(run.out()).contains("missedBytes").contains("time: end").contains("time: start");
  }
}
