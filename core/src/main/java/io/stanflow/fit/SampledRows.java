package io.stanflow.fit;

import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.QuantitySpec.Units;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.List;

/** Second pass over a table: a sample of gaps and numbers, and counts of ports by protocol. */
final class SampledRows {
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

  private final PortCounts localPorts;
  private final PortCounts peerPorts;

  /** Per protocol: rows, rows below the smallest packet, least bytes per packet. */
  final int[] counts;

  final int[] belowSmallest;
  final List<Extreme<Long>> leastBytesPerPacket = new ArrayList<>();
  final Extreme<Long> mostBytesPerPacket;

  /** Whether some row of one packet lasts longer than 0. */
  boolean lastingOnePacket;

  private final Holders holders;
  private long rows;

  /**
   * @param protocols keywords of the protocol classes
   * @param sharing what the table's values must be
   * @param capacity most rows of a sample
   */
  SampledRows(
      FlowTable table,
      List<String> protocols,
      List<Integer> attributes,
      List<Units> units,
      long clockUnit,
      long fromMicros,
      Sharing sharing,
      int capacity) {
    schema = table.schema();
    holders = new Holders(table);
    this.protocols = protocols;
    this.attributes = attributes;
    this.units = units;
    this.clockUnit = clockUnit;
    from = clockUnit == 0 ? 0 : Math.floorDiv(fromMicros, clockUnit);
    hour = clockUnit == 0 ? 1 : Hours.MICROS / clockUnit;
    gaps = new ValueSample(capacity, 2);
    quantities = new ValueSample(capacity, attributes.size() + 1);
    localPorts = new PortCounts(protocols, true, sharing);
    peerPorts = new PortCounts(protocols, false, sharing);
    counts = new int[protocols.size()];
    belowSmallest = new int[protocols.size()];
    protocols.forEach(p -> leastBytesPerPacket.add(Extreme.smallest(sharing.k())));
    mostBytesPerPacket = Extreme.largest(sharing.k());
  }

  void add(Series series) {
    holders.next(series);
    long before = from;
    boolean timed = clockUnit > 0;
    int protocolIndex = schema.index(Schema.PROTOCOL);
    for (int row = 0; row < series.flows().size(); row++) {
      Flow flow = series.flows().get(row);
      int holder = holders.of(row);
      rows++;
      int protocol = protocolIndex < 0 ? 0 : Protocol.nearest(flow.word(protocolIndex), protocols);
      counts[protocol]++;
      if (timed) {
        long time = Math.floorDiv(flow.timeMicros(), clockUnit);
        // its series begins within an hour before it
        gaps.add(time - (row == 0 ? Math.max(before, time - hour) : before), holder);
        before = time;
      }
      addQuantities(flow, protocol, holder);
      if (schema.has(Schema.SOURCE_PORT)) {
        addPorts(flow, protocol, series, holder);
      }
    }
  }

  private void addQuantities(Flow flow, int protocol, int holder) {
    long[] row = new long[attributes.size() + 1];
    for (int q = 0; q < attributes.size(); q++) {
      row[q] = units.get(q).of(flow, attributes.get(q));
    }
    row[attributes.size()] = holder;
    quantities.add(row);
    if (schema.has(Schema.PACKETS) && flow.packets() > 0 && schema.has(Schema.BYTES)) {
      long ratio = flow.bytes() / flow.packets();
      int smallest = Protocol.smallestPacket(protocols.get(protocol));
      belowSmallest[protocol] += ratio < smallest ? 1 : 0;
      leastBytesPerPacket.get(protocol).add(ratio, holder);
      mostBytesPerPacket.add(
          Math.floorDiv(flow.bytes() + flow.packets() - 1, flow.packets()), holder);
      if (flow.packets() == 1 && schema.has(Schema.DURATION)) {
        lastingOnePacket |= flow.durationMicros() > 0;
      }
    }
  }

  private void addPorts(Flow flow, int protocol, Series series, int holder) {
    boolean outgoing = series.host() == null || flow.sourceAddress().equals(series.host());
    String keyword = protocols.get(protocol);
    boolean hasPorts = keyword.isEmpty() || Protocol.hasPorts(keyword);
    int from = hasPorts ? flow.sourcePort() : 0;
    int to = hasPorts || Protocol.isIcmp(keyword) ? flow.destinationPort() : 0;
    localPorts.add(protocol, outgoing, outgoing ? from : to, holder);
    peerPorts.add(protocol, outgoing, outgoing ? to : from, holder);
  }

  /** Ends sampling: puts the rows of each host side by side, as they were before. */
  void end() {
    gaps.sortBy(1);
    quantities.sortBy(attributes.size());
  }

  /** The sampled values of quantity {@code q}, units. */
  long[] quantities(int q) {
    return quantities.column(q);
  }

  /** Holders of those values. */
  long[] quantityHolders() {
    return quantities.column(attributes.size());
  }

  /** The port code of one side. */
  PortSpec ports(boolean local) {
    return (local ? localPorts : peerPorts).fit(rows);
  }
}
