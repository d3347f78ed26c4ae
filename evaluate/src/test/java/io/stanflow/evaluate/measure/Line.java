package io.stanflow.evaluate.measure;

import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A line of a UGR'16 file; hosts are 10.0.0.0/8. */
public record Line(
    int second,
    String duration,
    String source,
    String destination,
    int sourcePort,
    int destinationPort,
    String protocol,
    String flags,
    long packets,
    long bytes) {
  private static final LocalDateTime START = LocalDateTime.parse("2016-04-11T00:00:00");

  /** One TCP packet of 40 bytes without duration from port 1024 to port 80. */
  public static Line tcp(int second, String source, String destination) {
    return new Line(second, "0.000", source, destination, 1024, 80, "TCP", ".A....", 1, 40);
  }

  public Line withSecond(int second) {
    return new Line(
        second,
        duration,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        flags,
        packets,
        bytes);
  }

  public Line withDuration(String duration) {
    return new Line(
        second,
        duration,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        flags,
        packets,
        bytes);
  }

  public Line withPorts(int sourcePort, int destinationPort) {
    return new Line(
        second,
        duration,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        flags,
        packets,
        bytes);
  }

  public Line withProtocol(String protocol, String flags) {
    return new Line(
        second,
        duration,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        flags,
        packets,
        bytes);
  }

  public Line withSize(long packets, long bytes) {
    return new Line(
        second,
        duration,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        flags,
        packets,
        bytes);
  }

  public String text() {
    String time = START.plusSeconds(second).toString().replace('T', ' ');
    return "%s,%s,%s,%s,%d,%d,%s,%s,0,0,%d,%d,background"
        .formatted(
            time.length() == 16 ? time + ":00" : time,
            duration,
            source,
            destination,
            sourcePort,
            destinationPort,
            protocol,
            flags,
            packets,
            bytes);
  }

  public static DuckTable table(Path file, List<Line> lines) throws IOException {
    return table(file, lines.stream().map(Line::text).collect(Collectors.joining("\n")));
  }

  public static DuckTable table(Path file, String lines) throws IOException {
    Files.writeString(file, "te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n" + lines + "\n");
    return FlowFiles.read(
        List.of(file.toString()),
        ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/8"))).withSkipMalformed());
  }

  static FlowStatistics measure(Path file, List<Line> lines) throws IOException {
    try (DuckTable table = table(file, lines)) {
      return FlowStatistics.of(FlowSource.all("lines", table), RecordTimes.ANY);
    }
  }

  /** Traffic of 20 hosts over 5 hours with few peers and ports, so that all relations occur. */
  public static List<Line> random(long seed, int lines) {
    return random(seed, lines, 1400);
  }

  /** The same with packets of 40 to 40 + {@code sizes} bytes. */
  public static List<Line> random(long seed, int lines, int sizes) {
    var random = new SplittableRandom(seed);
    var all = new ArrayList<Line>();
    for (int i = 0; i < lines; i++) {
      String host = "10.0.0." + (1 + random.nextInt(20) * random.nextInt(20) / 20);
      String peer = "192.0.2." + random.nextInt(5);
      boolean outgoing = random.nextBoolean();
      boolean udp = random.nextInt(4) == 0;
      int local = 40_000 + random.nextInt(3);
      int remote = udp ? 53 : 80 + 363 * random.nextInt(2);
      long packets = 1L + random.nextInt(20);
      all.add(
          new Line(
              i * 18_000 / lines,
              random.nextInt(3) + ".004",
              outgoing ? host : peer,
              outgoing ? peer : host,
              outgoing ? local : remote,
              outgoing ? remote : local,
              udp ? "UDP" : "TCP",
              udp ? "......" : random.nextBoolean() ? ".AP.SF" : "....S.",
              packets,
              packets * (40 + random.nextInt(sizes))));
    }
    return all;
  }
}
