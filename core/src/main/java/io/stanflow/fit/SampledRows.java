package io.stanflow.fit;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.QuantitySpec.Units;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.List;

/** Second pass over a table: a sample of gaps and numbers, and counts of ports by protocol. */
final class SampledRows {
  private static final int MOST_PORTS = 300;

  /** A port is in the vocabulary if it makes up this share of the rows. */
  private static final double PORT_SHARE = 1.0 / 15_000;

  private static final int PORT_BLOCK = 1024;
  private final Schema schema;
  private final List<String> protocols;
  private final List<Integer> attributes;
  private final List<Units> units;
  private final long clockUnit;
  private final long from;
  private final long hour;

  /** Gaps, clock units. */
  final ValueSample gaps;

  private final ValueSample quantities;

  /** Rows of (side 0 local, protocol, direction, port): occurrences, flat. */
  private final int[][][][] ports;

  /** Per protocol: rows, rows below the smallest packet, least bytes per packet. */
  final int[] counts;

  final int[] belowSmallest;
  final long[] leastBytesPerPacket;
  long mostBytesPerPacket = 1;

  /** Whether some row of one packet lasts longer than 0. */
  boolean lastingOnePacket;

  private long rows;

  SampledRows(
      Schema schema,
      List<String> protocols,
      List<Integer> attributes,
      List<Units> units,
      long clockUnit,
      long fromMicros,
      int capacity) {
    this.schema = schema;
    this.protocols = protocols;
    this.attributes = attributes;
    this.units = units;
    this.clockUnit = clockUnit;
    from = clockUnit == 0 ? 0 : Math.floorDiv(fromMicros, clockUnit);
    hour = clockUnit == 0 ? 1 : Hours.MICROS / clockUnit;
    gaps = new ValueSample(capacity, 1);
    quantities = new ValueSample(capacity, Math.max(1, attributes.size()));
    ports = new int[2][protocols.size()][2][];
    counts = new int[protocols.size()];
    belowSmallest = new int[protocols.size()];
    leastBytesPerPacket = new long[protocols.size()];
    Arrays.fill(leastBytesPerPacket, Long.MAX_VALUE);
  }

  void add(Series series) {
    long before = from;
    boolean first = true; // its series begins within an hour before it
    boolean timed = clockUnit > 0;
    int protocolIndex = schema.index(Schema.PROTOCOL);
    for (Flow flow : series.flows()) {
      rows++;
      int protocol = protocolIndex < 0 ? 0 : protocols.indexOf(flow.word(protocolIndex));
      counts[protocol]++;
      if (timed) {
        long time = Math.floorDiv(flow.timeMicros(), clockUnit);
        gaps.add(time - (first ? Math.max(before, time - hour) : before));
        first = false;
        before = time;
      }
      addQuantities(flow, protocol);
      if (schema.has(Schema.SOURCE_PORT)) {
        addPorts(flow, protocol, series);
      }
    }
  }

  private void addQuantities(Flow flow, int protocol) {
    long[] row = new long[Math.max(1, attributes.size())];
    for (int q = 0; q < attributes.size(); q++) {
      row[q] = units.get(q).of(flow, attributes.get(q));
    }
    quantities.add(row);
    if (schema.has(Schema.PACKETS) && flow.packets() > 0 && schema.has(Schema.BYTES)) {
      long ratio = flow.bytes() / flow.packets();
      int smallest = Protocol.smallestPacket(protocols.get(protocol));
      belowSmallest[protocol] += ratio < smallest ? 1 : 0;
      leastBytesPerPacket[protocol] = Math.min(leastBytesPerPacket[protocol], ratio);
      mostBytesPerPacket =
          Math.max(
              mostBytesPerPacket, Math.floorDiv(flow.bytes() + flow.packets() - 1, flow.packets()));
      if (flow.packets() == 1 && schema.has(Schema.DURATION)) {
        lastingOnePacket |= flow.durationMicros() > 0;
      }
    }
  }

  private void addPorts(Flow flow, int protocol, Series series) {
    boolean outgoing = series.host() == null || flow.sourceAddress().equals(series.host());
    String keyword = protocols.get(protocol);
    boolean hasPorts = keyword.isEmpty() || Protocol.hasPorts(keyword);
    int from = hasPorts ? flow.sourcePort() : 0;
    int to = hasPorts || Protocol.isIcmp(keyword) ? flow.destinationPort() : 0;
    count(0, protocol, outgoing, outgoing ? from : to);
    count(1, protocol, outgoing, outgoing ? to : from);
  }

  private void count(int side, int protocol, boolean outgoing, int port) {
    int[][] directions = ports[side][protocol];
    int d = outgoing ? 1 : 0;
    if (directions[d] == null) {
      directions[d] = new int[65_536];
    }
    directions[d][port]++;
  }

  /** The sampled values of quantity {@code q}, units. */
  long[] quantities(int q) {
    return quantities.column(q);
  }

  /** The port code of one side. */
  PortSpec ports(boolean local) {
    int[][][] side = ports[local ? 0 : 1];
    long[] total = new long[65_536];
    boolean[] typeAndCode = new boolean[65_536];
    for (int p = 0; p < side.length; p++) {
      for (int[] direction : side[p]) {
        for (int port = 0; direction != null && port < total.length; port++) {
          total[port] += direction[port];
          typeAndCode[port] |= direction[port] > 0 && Protocol.isIcmp(protocols.get(p));
        }
      }
    }
    double least = Math.max(20, PORT_SHARE * rows);
    long[] vocabulary =
        java.util.stream.IntStream.range(0, total.length)
            .filter(port -> port == 0 || typeAndCode[port] || total[port] >= least)
            .boxed()
            .sorted((a, b) -> rank(b, total, typeAndCode, a))
            .limit(MOST_PORTS)
            .mapToLong(port -> port)
            .sorted()
            .toArray();
    long[] edges = new long[65_536 / PORT_BLOCK + 1];
    Arrays.setAll(edges, i -> (long) i * PORT_BLOCK);
    int relatives = PortSpec.relatives(local);
    var mixture =
        new MixtureSpec(
            relatives,
            new long[0],
            vocabulary,
            new long[0],
            edges,
            1,
            0,
            false,
            0,
            65_536,
            0,
            65_535);
    return new PortSpec(mixture, shown(side, new MixtureCode(mixture)));
  }

  /** Type and code of ICMP first, since they have no block to fall back on; then by count. */
  private static int rank(int a, long[] total, boolean[] typeAndCode, int b) {
    boolean first = typeAndCode[a] || a == 0;
    boolean second = typeAndCode[b] || b == 0;
    return first != second ? Boolean.compare(first, second) : Long.compare(total[a], total[b]);
  }

  private boolean[][][] shown(int[][][] side, MixtureCode code) {
    boolean[][][] shown = new boolean[side.length][2][code.tokens()];
    for (int p = 0; p < side.length; p++) {
      for (int d = 0; d < 2; d++) {
        for (int port = 0; side[p][d] != null && port < 65_536; port++) {
          if (side[p][d][port] > 0) {
            shown[p][d][code.token(port, 1)] = true;
          }
        }
      }
    }
    return shown;
  }
}
