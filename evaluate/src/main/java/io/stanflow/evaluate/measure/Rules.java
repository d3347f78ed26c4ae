package io.stanflow.evaluate.measure;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Domain knowledge as rules; a schema has those that it has the attributes for. Sources: Ring et
 * al., Flow-based Network Traffic Generation using Generative Adversarial Networks, Computers &amp;
 * Security 82 (2019), section 5 (addresses, internal side, ports 53, 80 and 443, bytes for
 * packets); RFC 791, 9293 and 768 for the smallest headers; RFC 1122 for addresses.
 */
final class Rules {
  static final String WELL_FORMED = "wellFormed";
  static final String INTERNAL_SIDE = "internalSide";
  static final String KNOWN_FLAGS = "protocolAndFlagsSeen";

  private static final String RECORD_TIME = "recordTime";

  /** Services that only UDP has, but for DNS over TCP. */
  private static final String UDP_PORTS = "53, 67, 123, 137, 138, 1900, 3544, 3702, 5353, 8612";

  /** Services that only TCP has, but for QUIC. */
  private static final String TCP_PORTS = "25, 80, 84, 443, 445, 587, 993, 8000, 8080, 8088";

  private Rules() {}

  /** The rules that a flow by itself shows, in the order of printing. */
  static List<Rule> of(Schema schema, RecordTimes times, List<Cidr> internal) {
    var rules = new ArrayList<Rule>();
    if (FlowColumns.hasSides(schema)) {
      rules.add(new Rule("addresses", "true", specified()));
      rules.add(new Rule("sourceUnicast", "true", sourceUnicast()));
    }
    if (FlowSql.hasSizes(schema)) {
      rules.add(
          new Rule("bytesPerPacket", "true", "bytes BETWEEN 20 * packets AND 65535 * packets"));
    }
    if (schema.has(Schema.PROTOCOL)) {
      addProtocolRules(schema, rules);
    }
    if (FlowColumns.hasSides(schema) && FlowSql.hasPorts(schema) && schema.has(Schema.PROTOCOL)) {
      rules.add(netbios(internal));
    }
    if (schema.has(Schema.TIME) && times.isBounded()) {
      rules.add(new Rule(RECORD_TIME, "true", times.condition()));
    }
    if (hasAll(schema, Schema.PACKETS, Schema.DURATION)) {
      String packets = allPackets(schema);
      rules.add(new Rule("onePacketNoDuration", packets + " = 1", "duration = 0"));
      rules.add(new Rule("onePacketShort", packets + " = 1", "duration < 1000000"));
      rules.add(new Rule("manyPacketsDuration", packets + " > 1", "duration > 0"));
    }
    addRulesOfBothWays(schema, rules);
    return rules;
  }

  private static boolean hasAll(Schema schema, String... attributes) {
    return Stream.of(attributes).allMatch(schema::has);
  }

  /** Those of both directions, as a duration is. */
  private static String allPackets(Schema schema) {
    return schema.has(AttributeNames.REVERSE_PACKETS) ? "packets + reversePackets" : "packets";
  }

  /** What bidirectional records, and those that tell payload apart, say about one thing twice. */
  private static void addRulesOfBothWays(Schema schema, List<Rule> rules) {
    if (hasAll(schema, AttributeNames.REVERSE_PACKETS, AttributeNames.REVERSE_BYTES)) {
      String sizes = "reverseBytes BETWEEN 20 * reversePackets AND 65535 * reversePackets";
      rules.add(new Rule("reverseBytesPerPacket", "true", sizes));
    }
    if (hasAll(schema, Schema.PACKETS, AttributeNames.SOURCE_PACKETS)) {
      rules.add(new Rule("sourcePacketsAmongAll", "true", "sourcePackets <= packets"));
    }
    if (hasAll(schema, Schema.BYTES, AttributeNames.SOURCE_BYTES)) {
      rules.add(new Rule("sourceBytesAmongAll", "true", "sourceBytes <= bytes"));
    }
    if (hasAll(
        schema, Schema.PROTOCOL, Schema.PACKETS, Schema.BYTES, AttributeNames.PAYLOAD_BYTES)) {
      rules.add(udpHeaders("udpHeaders", "bytes - payloadBytes", "packets"));
    }
    if (hasAll(
        schema,
        Schema.PROTOCOL,
        AttributeNames.REVERSE_PACKETS,
        AttributeNames.REVERSE_BYTES,
        AttributeNames.REVERSE_PAYLOAD_BYTES)) {
      String headers = "reverseBytes - reversePayloadBytes";
      rules.add(udpHeaders("reverseUdpHeaders", headers, "reversePackets"));
    }
  }

  /** IPv4 without options or IPv6, and 8 bytes of UDP, a packet. */
  private static Rule udpHeaders(String name, String headers, String packets) {
    String holds = "%1$s IN (28 * %2$s, 48 * %2$s)".formatted(headers, packets);
    return new Rule(name, FlowSql.PROTOCOL + " = 'UDP'", holds);
  }

  private static void addProtocolRules(Schema schema, List<Rule> rules) {
    String protocol = FlowSql.PROTOCOL;
    if (FlowSql.hasSizes(schema)) {
      rules.add(new Rule("tcpPacketSize", protocol + " = 'TCP'", "bytes >= 40 * packets"));
      rules.add(new Rule("udpPacketSize", protocol + " = 'UDP'", "bytes >= 28 * packets"));
    }
    if (FlowSql.hasPorts(schema)) {
      rules.add(
          new Rule(
              "portsOfPortless",
              "NOT " + FlowSql.HAS_PORTS,
              "sourcePort = 0 AND (destinationPort = 0 OR " + FlowSql.IS_ICMP + ")"));
      rules.add(new Rule("dnsIsUdp", FlowSql.HAS_PORTS + eitherPort("53"), protocol + " = 'UDP'"));
      rules.add(
          new Rule("webIsTcp", FlowSql.HAS_PORTS + eitherPort("80, 443"), protocol + " = 'TCP'"));
      rules.add(new Rule("udpPorts", service(UDP_PORTS), protocol + " <> 'TCP'"));
      rules.add(new Rule("tcpPorts", service(TCP_PORTS), protocol + " <> 'UDP'"));
      rules.add(
          new Rule("portsNotZero", FlowSql.HAS_PORTS, "sourcePort > 0 AND destinationPort > 0"));
    }
  }

  private static String eitherPort(String ports) {
    return " AND (sourcePort IN (%1$s) OR destinationPort IN (%1$s))".formatted(ports);
  }

  /** The smaller port: a client's may be any. */
  private static String service(String ports) {
    return FlowSql.HAS_PORTS + " AND least(sourcePort, destinationPort) IN (" + ports + ")";
  }

  /** NetBIOS names and datagrams go from an internal host to an internal broadcast address. */
  private static Rule netbios(List<Cidr> internal) {
    String peerInside =
        internal.stream()
            .map(block -> FlowSql.within("peer", block))
            .collect(Collectors.joining(" OR ", "(", ")"));
    return new Rule(
        "netbiosIsBroadcast",
        FlowSql.HAS_PORTS + " AND destinationPort IN (137, 138)",
        FlowSql.PROTOCOL
            + " = 'UDP' AND "
            + peerInside
            + " AND (CASE WHEN outgoing THEN peer_low ELSE host_low END) % 256 = 255");
  }

  /** Neither side is {@code ::} or in 0.0.0.0/8, "this network". */
  private static String specified() {
    return "NOT %s AND NOT %s".formatted(unspecified("host"), unspecified("peer"));
  }

  private static String unspecified(String side) {
    return "(%1$s_high = 0 AND (%1$s_low = 0 OR %2$s))"
        .formatted(side, between(side + "_low", "0.0.0.0", "0.255.255.255"));
  }

  /** The source is not multicast, broadcast or in the reserved 240.0.0.0/4. */
  private static String sourceUnicast() {
    String high = "(CASE WHEN outgoing THEN host_high ELSE peer_high END)";
    String low = "(CASE WHEN outgoing THEN host_low ELSE peer_low END)";
    String ipv4 = between(low, "224.0.0.0", "255.255.255.255");
    String ipv6 = Long.toUnsignedString(Address.parse("ff00::").high());
    return "CASE WHEN %1$s = 0 THEN NOT %2$s ELSE %1$s < %3$s END".formatted(high, ipv4, ipv6);
  }

  private static String between(String low, String first, String last) {
    return "%s BETWEEN %d AND %d"
        .formatted(low, Address.parse(first).low(), Address.parse(last).low());
  }

  /** All rules but {@link #KNOWN_FLAGS}, which needs the real file. */
  static Map<String, RuleOutcome> check(Measurable source, RecordTimes times) throws IOException {
    var outcomes = new LinkedHashMap<String, RuleOutcome>();
    long read = source.flows() + source.leftOut();
    outcomes.put(WELL_FORMED, new RuleOutcome(read + source.malformed(), source.malformed()));
    if (FlowColumns.hasSides(source.schema())) {
      outcomes.put(INTERNAL_SIDE, new RuleOutcome(read, source.leftOut()));
    }
    List<Rule> rules = of(source.schema(), times, source.internal());
    var columns = new ArrayList<String>();
    for (Rule rule : rules) {
      columns.add("count(*) FILTER (WHERE %s)".formatted(rule.applies()));
      columns.add(
          "count(*) FILTER (WHERE (%s) AND NOT (%s))".formatted(rule.applies(), rule.holds()));
    }
    if (!rules.isEmpty()) {
      double[] row = source.query().row("SELECT " + String.join(", ", columns) + " FROM flows");
      for (int i = 0; i < rules.size(); i++) {
        var outcome = new RuleOutcome((long) row[2 * i], (long) row[2 * i + 1]);
        outcomes.put(rules.get(i).name(), outcome);
      }
    }
    return outcomes;
  }

  /**
   * Flows whose protocol and flags the real file never shows together.
   *
   * @param real occurrences of {@link Categories#PROTOCOL_AND_FLAGS}
   */
  static RuleOutcome knownFlags(Counts real, Counts other) {
    double unknown = JensenShannon.rest(other, real.map().keySet());
    return new RuleOutcome(other.total(), Math.round(unknown * other.total()));
  }

  /**
   * Mean over rules of the share of all flows that break the rule. Only rules that a flow by itself
   * shows count, and {@link #RECORD_TIME} does not.
   *
   * @param among names of rules
   */
  static OptionalDouble violations(FlowStatistics file, Set<String> among) {
    var others = Set.of(WELL_FORMED, INTERNAL_SIDE, RECORD_TIME);
    return file.rules.entrySet().stream()
        .filter(rule -> among.contains(rule.getKey()) && !others.contains(rule.getKey()))
        .mapToDouble(rule -> (double) rule.getValue().failed() / file.file().flows())
        .average();
  }
}
