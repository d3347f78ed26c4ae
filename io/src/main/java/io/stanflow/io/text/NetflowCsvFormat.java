package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Identifiers;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The NF-*-v2 and NF-*-v3 data sets (Sarhan et al., 2022; Luay et al., 2025): nProbe's fields under
 * their own names, IN from the client, OUT back. v2 has no time; v3 has start and end in
 * milliseconds and times between packets. AttributeNames fields become attributes in camel case.
 * Rates, totals of flags and end are computed, DNS query identifiers drawn.
 */
public final class NetflowCsvFormat extends TabularFormat {
  private static final List<String> COUNTS =
      List.of(
          "DURATION_IN",
          "DURATION_OUT",
          "MIN_TTL",
          "MAX_TTL",
          "LONGEST_FLOW_PKT",
          "SHORTEST_FLOW_PKT",
          "MIN_IP_PKT_LEN",
          "MAX_IP_PKT_LEN",
          "SRC_TO_DST_SECOND_BYTES",
          "DST_TO_SRC_SECOND_BYTES",
          "RETRANSMITTED_IN_BYTES",
          "RETRANSMITTED_IN_PKTS",
          "RETRANSMITTED_OUT_BYTES",
          "RETRANSMITTED_OUT_PKTS",
          "SRC_TO_DST_AVG_THROUGHPUT",
          "DST_TO_SRC_AVG_THROUGHPUT",
          "NUM_PKTS_UP_TO_128_BYTES",
          "NUM_PKTS_128_TO_256_BYTES",
          "NUM_PKTS_256_TO_512_BYTES",
          "NUM_PKTS_512_TO_1024_BYTES",
          "NUM_PKTS_1024_TO_1514_BYTES",
          "TCP_WIN_MAX_IN",
          "TCP_WIN_MAX_OUT",
          "ICMP_TYPE",
          "ICMP_IPV4_TYPE",
          "DNS_QUERY_ID",
          "DNS_QUERY_TYPE",
          "DNS_TTL_ANSWER",
          "FTP_COMMAND_RET_CODE");
  private static final List<String> BETWEEN_PACKETS =
      List.of(
          "SRC_TO_DST_IAT_MIN",
          "SRC_TO_DST_IAT_MAX",
          "SRC_TO_DST_IAT_AVG",
          "SRC_TO_DST_IAT_STDDEV",
          "DST_TO_SRC_IAT_MIN",
          "DST_TO_SRC_IAT_MAX",
          "DST_TO_SRC_IAT_AVG",
          "DST_TO_SRC_IAT_STDDEV");
  private static final Set<String> COMPUTED =
      Set.of(
          "SRC_TO_DST_SECOND_BYTES",
          "DST_TO_SRC_SECOND_BYTES",
          "SRC_TO_DST_AVG_THROUGHPUT",
          "DST_TO_SRC_AVG_THROUGHPUT",
          "ICMP_IPV4_TYPE",
          "DNS_QUERY_ID");
  private static final String START = "FLOW_START_MILLISECONDS";

  private final boolean timed;

  private NetflowCsvFormat(String name, boolean timed, String what, Kind edge, TextTable table) {
    super(name, new FormatNote(what, edge, timed ? 1000 : 0, 1000, table.attributes()), table);
    this.timed = timed;
  }

  /** Of NF-*-v2, which have no time. */
  public static NetflowCsvFormat v2() {
    var table = new TextTable(',', fields(false));
    return new NetflowCsvFormat(
        "netflow-v2", false, "NF-*-v2 data sets, csv; no time", null, table);
  }

  /** Of NF-*-v3. */
  public static NetflowCsvFormat v3() {
    var table = new TextTable(',', fields(true));
    return new NetflowCsvFormat("netflow-v3", true, "NF-*-v3 data sets, csv", Kind.START, table);
  }

  private static List<TextField> fields(boolean timed) {
    var fields = new ArrayList<TextField>();
    if (timed) {
      String rule = "milliseconds since 1970";
      fields.add(
          TextField.start(
              new Column(START, List.of("epoch_ms(" + START + ")"), rule),
              (view, flow, out) -> NfdumpPipeFormat.millis(view.start(flow), out)));
      fields.add(
          TextField.unread(
              "FLOW_END_MILLISECONDS",
              (view, flow, out) -> NfdumpPipeFormat.millis(view.end(flow), out)));
    }
    fields.add(TextField.source("IPV4_SRC_ADDR"));
    fields.add(TextField.sourcePort(Column.port("L4_SRC_PORT")));
    fields.add(TextField.destination("IPV4_DST_ADDR"));
    fields.add(TextField.destinationPort(Column.port("L4_DST_PORT")));
    fields.add(
        TextField.protocol(
            Column.protocol("PROTOCOL"),
            (view, flow, out) -> out.word(NetflowView.numbered(view.protocol(flow)))));
    fields.add(TextField.word(Column.anyWord("L7_PROTO"), AttributeNames.L7_PROTO, "0"));
    fields.add(TextField.bytes(Column.count("IN_BYTES", 0)));
    fields.add(TextField.packets(Column.count("IN_PKTS", 0)));
    fields.add(TextField.reverseBytes("OUT_BYTES"));
    fields.add(TextField.reversePackets("OUT_PKTS"));
    fields.add(allFlags());
    fields.add(flags("CLIENT_TCP_FLAGS", Schema.TCP_FLAGS));
    fields.add(flags("SERVER_TCP_FLAGS", AttributeNames.REVERSE_TCP_FLAGS));
    String duration = "FLOW_DURATION_MILLISECONDS";
    fields.add(
        TextField.duration(
            new Column(duration, List.of("duration_ms(" + duration + ")"), "ms >= 0"),
            (view, flow, out) -> NfdumpPipeFormat.millis(view.duration(flow), out)));
    COUNTS.forEach(name -> fields.add(COMPUTED.contains(name) ? computed(name) : count(name)));
    if (timed) {
      BETWEEN_PACKETS.forEach(name -> fields.add(count(name)));
    }
    fields.add(TextField.word(Column.anyWord("Label"), AttributeNames.LABEL, "0").mayLack());
    fields.add(TextField.word(Column.anyWord("Attack"), AttributeNames.ATTACK, "Benign").mayLack());
    return fields;
  }

  private static TextField count(String name) {
    return TextField.count(name, camelCase(name)).mayLack();
  }

  private static String camelCase(String name) {
    var text = new StringBuilder();
    for (String part : name.toLowerCase(Locale.ROOT).split("_", -1)) {
      text.append(text.isEmpty() ? part.charAt(0) : Character.toUpperCase(part.charAt(0)));
      text.append(part.substring(1));
    }
    return text.toString();
  }

  private static TextField flags(String name, String attribute) {
    return TextField.printed(
        Attribute.flags(attribute),
        Column.flags(name),
        view -> {
          var bits = view.number(attribute, 0);
          return (flow, out) -> out.number(bits.applyAsLong(flow));
        });
  }

  private static TextField allFlags() {
    return TextField.unread(
        "TCP_FLAGS",
        view -> {
          var back = view.number(AttributeNames.REVERSE_TCP_FLAGS, 0);
          return (flow, out) -> out.number(view.flags(flow) | back.applyAsLong(flow));
        });
  }

  private static TextField computed(String name) {
    return switch (name) {
      case "SRC_TO_DST_SECOND_BYTES" ->
          TextField.unread(name, (v, f, out) -> out.number(perSecond(v.bytes(f), v.duration(f))));
      case "DST_TO_SRC_SECOND_BYTES" ->
          TextField.unread(
              name, (v, f, out) -> out.number(perSecond(v.reverseBytes(f), v.duration(f))));
      case "SRC_TO_DST_AVG_THROUGHPUT" ->
          TextField.unread(name, (v, f, out) -> out.number(rate(v.bytes(f), v.duration(f))));
      case "DST_TO_SRC_AVG_THROUGHPUT" ->
          TextField.unread(name, (v, f, out) -> out.number(rate(v.reverseBytes(f), v.duration(f))));
      case "ICMP_IPV4_TYPE" ->
          TextField.unread(
              name,
              view -> {
                var message = view.number("icmpType", 0);
                return (flow, out) ->
                    out.number(
                        view.protocol(flow).equals("ICMP") ? message.applyAsLong(flow) >> 8 : 0);
              });
      default ->
          TextField.unread(
              name,
              view -> {
                var query = view.number("dnsQueryType", 0);
                var identifiers = new Identifiers();
                return (flow, out) -> {
                  long id = identifiers.nextNumber() & 0xffff;
                  out.number(query.applyAsLong(flow) == 0 ? 0 : id);
                };
              });
    };
  }

  private static long perSecond(long bytes, long micros) {
    return micros < TextBuffer.SECOND ? bytes : (long) (bytes * 1e6 / micros);
  }

  /** Bits per second. */
  private static long rate(long bytes, long micros) {
    double millis = Math.max(1, micros / 1000);
    return (long) (bytes * 8000.0 / millis);
  }

  @Override
  public boolean recognizes(Probe probe) {
    return super.recognizes(probe) && timed == probe.first().contains(START);
  }
}
