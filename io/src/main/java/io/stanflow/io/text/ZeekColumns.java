package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.Identifiers;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns of Zeek's conn.log, whose packets and bytes (with IP headers) are the originator's.
 * Zeek keeps an ICMP message's type and code in the two ports and has one name for both ICMPs.
 * Words are held as they stand, also {@code -}, unset, and {@code (empty)}; unset numbers are 0.
 */
final class ZeekColumns {
  static final String UNSET = "-";
  static final String EMPTY = "(empty)";
  static final String LABEL = "label";
  static final String IP_PROTOCOL = "ip_proto";

  /** What every conn.log has. */
  static final List<String> NEEDED =
      List.of("ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto");

  /** Of which a conn.log has some, and no other log that has addresses. */
  static final List<String> COUNTERS =
      List.of(
          "conn_state",
          "orig_bytes",
          "resp_bytes",
          "orig_pkts",
          "resp_pkts",
          "orig_ip_bytes",
          "resp_ip_bytes",
          "missed_bytes",
          "history");

  /** The last column of IoT-23's files, which holds three. */
  static final String LABELS = "tunnel_parents   label   detailed-label";

  private static final TextField LABEL_FIELD =
      TextField.word(Column.word(LABEL), AttributeNames.LABEL, UNSET).optional();

  private ZeekColumns() {}

  /** A conn.log of Zeek itself, with the labels that CTU's tools append where flows have them. */
  static TextTable plain() {
    List<TextField> fields = common();
    fields.add(TextField.constant("tunnel_parents", UNSET));
    fields.add(LABEL_FIELD);
    fields.add(
        TextField.word(Column.word("detailedlabel"), AttributeNames.DETAILED_LABEL, UNSET)
            .optional());
    return new TextTable('\t', fields);
  }

  /** The same with IoT-23's last column. */
  static TextTable iot23() {
    List<TextField> fields = common();
    var label = labelPart(2);
    var detailed = labelPart(3);
    fields.add(
        TextField.printed(
            Attribute.categorical(AttributeNames.LABEL),
            label,
            view -> {
              var labels = view.word(AttributeNames.LABEL, UNSET);
              var details = view.word(AttributeNames.DETAILED_LABEL, UNSET);
              return (flow, out) ->
                  out.raw("-   ").word(labels.apply(flow)).raw("   ").word(details.apply(flow));
            }));
    fields.add(
        TextField.word(detailed, AttributeNames.DETAILED_LABEL, UNSET).optional(schema -> false));
    return new TextTable('\t', fields);
  }

  private static Column labelPart(int part) {
    String value = "nullif(split_part(%s, '   ', %d), '')".formatted(Sql.quote(LABELS), part);
    return new Column(LABELS, List.of(value), "three words with three blanks between");
  }

  private static List<TextField> common() {
    var fields = new ArrayList<TextField>();
    fields.add(
        TextField.start(Column.epoch("ts"), (view, flow, out) -> out.epoch(view.start(flow), 6)));
    fields.add(identifier());
    fields.add(TextField.source("id.orig_h"));
    fields.add(sourcePort());
    fields.add(TextField.destination("id.resp_h"));
    fields.add(destinationPort());
    fields.add(
        TextField.protocol(
            Column.protocolName("proto"),
            (view, flow, out) -> out.word(printed(view.protocol(flow)))));
    fields.add(word("service", AttributeNames.SERVICE));
    fields.add(duration());
    fields.add(payload("orig_bytes", AttributeNames.PAYLOAD_BYTES));
    fields.add(payload("resp_bytes", AttributeNames.REVERSE_PAYLOAD_BYTES));
    fields.add(word("conn_state", AttributeNames.CONNECTION_STATE));
    fields.add(truth("local_orig", AttributeNames.LOCAL_ORIGINATOR));
    fields.add(truth("local_resp", AttributeNames.LOCAL_RESPONDER));
    fields.add(
        TextField.count(Column.countOrNone("missed_bytes"), AttributeNames.MISSED_BYTES).mayLack());
    fields.add(word("history", AttributeNames.HISTORY));
    fields.add(TextField.packets(Column.countOrNone("orig_pkts")).mayLack());
    fields.add(TextField.bytes(Column.countOrNone("orig_ip_bytes")).mayLack());
    fields.add(TextField.reversePackets("resp_pkts").mayLack());
    fields.add(TextField.reverseBytes("resp_ip_bytes").mayLack());
    return fields;
  }

  private static TextField word(String name, String attribute) {
    return TextField.word(Column.word(name), attribute, UNSET).mayLack();
  }

  private static TextField truth(String name, String attribute) {
    return TextField.printed(
            Attribute.categorical(attribute),
            Column.word(name),
            view -> {
              var words = view.word(attribute, UNSET);
              return (flow, out) -> out.raw(truth(words.apply(flow)));
            })
        .mayLack();
  }

  /** T, F, or unset: so is a word that stands where a model knows neither. */
  static String truth(String word) {
    return word.equals("T") || word.equals("F") ? word : UNSET;
  }

  /** Cannot be learnt; the writer makes one for each flow. */
  private static TextField identifier() {
    return new TextField(
        "uid",
        null,
        null,
        false,
        schema -> true,
        view -> {
          var identifiers = new Identifiers();
          return (flow, out) -> out.put('C').raw(identifiers.next());
        });
  }

  private static TextField sourcePort() {
    String value =
        "CASE WHEN lower(proto) = 'icmp' THEN CASE WHEN port(%s) < 256 THEN 0 END ELSE port(%s)"
            + " END";
    String quoted = Sql.quote("id.orig_p");
    return TextField.sourcePort(
        Column.port("id.orig_p", value.formatted(quoted, quoted)),
        (view, flow, out) -> out.number(originatorPort(view, flow)));
  }

  private static TextField destinationPort() {
    String value =
        "CASE WHEN lower(proto) = 'icmp' THEN CASE WHEN port(%s) < 256 THEN"
            + " (least(port(%s), 255)::INTEGER * 256 + port(%s))::USMALLINT END ELSE port(%s) END";
    String type = Sql.quote("id.orig_p");
    String code = Sql.quote("id.resp_p");
    return TextField.destinationPort(
        Column.port("id.resp_p", value.formatted(code, type, code, code)),
        (view, flow, out) -> out.number(responderPort(view, flow)));
  }

  static long originatorPort(NetflowView view, Flow flow) {
    boolean icmp = Protocol.isIcmp(view.protocol(flow));
    return icmp ? view.destinationPort(flow) >> 8 : view.sourcePort(flow);
  }

  static long responderPort(NetflowView view, Flow flow) {
    boolean icmp = Protocol.isIcmp(view.protocol(flow));
    return icmp ? view.destinationPort(flow) & 255 : view.destinationPort(flow);
  }

  private static TextField duration() {
    String quoted = Sql.quote("duration");
    String value =
        "CASE WHEN %1$s = '-' THEN 0 ELSE coalesce(duration_us(%1$s), small_duration_us(%1$s)) END"
            .formatted(quoted);
    var column = new Column("duration", List.of(value), "seconds >= 0 such as 4.200");
    return TextField.duration(
            column,
            (view, flow, out) -> {
              if (view.duration(flow) == 0) {
                out.raw(UNSET);
              } else {
                out.decimal(view.duration(flow), 6);
              }
            })
        .mayLack();
  }

  /** Unset, as the duration, where a flow has a single packet. */
  private static TextField payload(String name, String attribute) {
    return TextField.printed(
            Attribute.count(attribute),
            Column.countOrNone(name),
            view -> {
              var payload = view.number(AttributeNames.PAYLOAD_BYTES, 0);
              var reverse = view.number(AttributeNames.REVERSE_PAYLOAD_BYTES, 0);
              var values = view.number(attribute, 0);
              boolean known = view.schema().has(attribute);
              return (flow, out) -> {
                boolean none = payload.applyAsLong(flow) == 0 && reverse.applyAsLong(flow) == 0;
                if (!known || (none && view.duration(flow) == 0)) {
                  out.raw(UNSET);
                } else {
                  out.number(values.applyAsLong(flow));
                }
              };
            })
        .mayLack();
  }

  /** The protocol as Zeek has it: tcp, udp, icmp and unknown_transport. */
  static String printed(String keyword) {
    return switch (keyword) {
      case "TCP" -> "tcp";
      case "UDP" -> "udp";
      case "ICMP", "ICMP6" -> "icmp";
      default ->
          "unknown_transport".equalsIgnoreCase(keyword)
              ? keyword.toLowerCase(Locale.ROOT)
              : "unknown_transport";
    };
  }
}
