package io.stanflow.io.text;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Identifiers;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.mapping.Column;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The raw files of UNSW-NB15 (Moustafa and Slay, 2015): 49 columns, the published ones without a
 * header line. Of each pair of columns the first is the source's. Loads, means, round trip time,
 * end and the counts over the last 100 records are not read but computed; TCP sequence numbers are
 * drawn.
 */
public final class UnswNb15Format extends TabularFormat {
  private static final TextTable TABLE = new TextTable(',', fields());

  private static final Pattern ROW =
      Pattern.compile("[\\d.]+,[^,]*,[\\d.]+,[^,]*,[^,]+,[^,]*(,[^,]*){42},[01]");

  public UnswNb15Format() {
    super(
        "unsw-nb15",
        new FormatNote(
            "raw UNSW-NB15, 49 columns, with and without header line",
            Kind.START,
            TextBuffer.SECOND,
            1,
            TABLE.attributes()),
        TABLE,
        ROW);
  }

  private static List<TextField> fields() {
    return List.of(
        TextField.source("srcip"),
        TextField.sourcePort(port("sport")),
        TextField.destination("dstip"),
        TextField.destinationPort(port("dsport")),
        TextField.protocol(
            Column.protocolName("proto"),
            (view, flow, out) -> out.word(printed(view.protocol(flow)))),
        TextField.word(Column.trimmed("state"), AttributeNames.STATE, "CON"),
        TextField.duration(
            Column.duration("dur"), (view, flow, out) -> out.decimal(view.duration(flow), 6)),
        TextField.bytes(Column.count("sbytes", 0)),
        TextField.reverseBytes("dbytes"),
        TextField.count("sttl", "ttl"),
        TextField.count("dttl", "reverseTtl"),
        TextField.count("sloss", "lostPackets"),
        TextField.count("dloss", "reverseLostPackets"),
        TextField.word(Column.trimmed("service"), AttributeNames.SERVICE, "-"),
        TextField.unread(
            "Sload", (v, flow, out) -> load(v.bytes(flow), v.packets(flow), v.duration(flow), out)),
        TextField.unread(
            "Dload",
            (v, flow, out) ->
                load(v.reverseBytes(flow), v.reversePackets(flow), v.duration(flow), out)),
        TextField.packets(Column.count("Spkts", 0)),
        TextField.reversePackets("Dpkts"),
        TextField.count("swin", "tcpWindow"),
        TextField.count("dwin", "reverseTcpWindow"),
        sequenceNumber("stcpb"),
        sequenceNumber("dtcpb"),
        TextField.unread(
            "smeansz", (view, flow, out) -> mean(view.bytes(flow), view.packets(flow), out)),
        TextField.unread(
            "dmeansz",
            (view, flow, out) -> mean(view.reverseBytes(flow), view.reversePackets(flow), out)),
        TextField.count("trans_depth", "transactionDepth"),
        TextField.count("res_bdy_len", "responseBodyLength"),
        TextField.real(Column.real("Sjit"), "jitter"),
        TextField.real(Column.real("Djit"), "reverseJitter"),
        TextField.start(Column.epoch("Stime"), (v, flow, out) -> seconds(v.start(flow), out)),
        TextField.unread("Ltime", (view, flow, out) -> seconds(view.end(flow), out)),
        TextField.real(Column.real("Sintpkt"), "interPacketTime"),
        TextField.real(Column.real("Dintpkt"), "reverseInterPacketTime"),
        roundTripTime(),
        TextField.real(Column.real("synack"), "synAckTime"),
        TextField.real(Column.real("ackdat"), "ackDataTime"),
        TextField.unread("is_sm_ips_ports", (view, flow, out) -> out.number(same(view, flow))),
        TextField.count("ct_state_ttl", "stateTtl"),
        TextField.count(Column.countOrNone("ct_flw_http_mthd"), "httpMethods"),
        TextField.count(Column.countOrNone("is_ftp_login"), "ftpLogin"),
        TextField.count(Column.countOrNone("ct_ftp_cmd"), "ftpCommands"),
        recent("ct_srv_src", RecentFlows.SERVICE | RecentFlows.SOURCE),
        recent("ct_srv_dst", RecentFlows.SERVICE | RecentFlows.DESTINATION),
        recent("ct_dst_ltm", RecentFlows.DESTINATION),
        recent("ct_src_ ltm", RecentFlows.SOURCE),
        recent("ct_src_dport_ltm", RecentFlows.SOURCE | RecentFlows.DESTINATION_PORT),
        recent("ct_dst_sport_ltm", RecentFlows.DESTINATION | RecentFlows.SOURCE_PORT),
        recent("ct_dst_src_ltm", RecentFlows.DESTINATION | RecentFlows.SOURCE),
        TextField.word(Column.trimmed("attack_cat"), AttributeNames.ATTACK, ""),
        TextField.word(Column.trimmed("label"), AttributeNames.LABEL, "0"));
  }

  /** A port; also missing, and in hexadecimal of up to 32 bits for ICMP and the like. */
  private static Column port(String field) {
    String value = "coalesce(argus_port(%s), CASE WHEN trim(%s) = '-' THEN 0 END)";
    return Column.port(field, value.formatted(field, field));
  }

  private static TextField sequenceNumber(String name) {
    return TextField.unread(
        name,
        view -> {
          var numbers = new Identifiers();
          int shift = name.startsWith("s") ? 32 : 0;
          return (flow, out) -> {
            long bits = numbers.nextNumber() >>> shift & 0xffffffffL;
            out.number(view.protocol(flow).equals("TCP") ? bits : 0);
          };
        });
  }

  private static TextField roundTripTime() {
    return TextField.unread(
        "tcprtt",
        view -> {
          var synAck = view.real("synAckTime");
          var ackData = view.real("ackDataTime");
          return (flow, out) -> {
            double sum = synAck.applyAsDouble(flow) + ackData.applyAsDouble(flow);
            TextField.real(Math.rint(sum * 1e6) / 1e6, out);
          };
        });
  }

  private static TextField recent(String name, int key) {
    return TextField.unread(
        name,
        view -> {
          var recent = new RecentFlows(view, key);
          return (flow, out) -> out.number(recent.count(flow));
        });
  }

  /** Bits per second of all packets but the last, as Argus has it. */
  private static void load(long bytes, long packets, long micros, TextBuffer out) {
    double bits = packets < 2 || micros == 0 ? 0 : bytes * 8.0 * (packets - 1) / packets;
    TextField.real(bits == 0 ? 0 : Math.rint(bits / micros * 1e12) / 1e6, out);
  }

  private static void mean(long bytes, long packets, TextBuffer out) {
    out.number(packets == 0 ? 0 : Math.round((double) bytes / packets));
  }

  private static void seconds(long micros, TextBuffer out) {
    out.raw(Long.toString(Math.floorDiv(micros, TextBuffer.SECOND)));
  }

  private static int same(NetflowView view, Flow flow) {
    boolean same =
        view.source(flow).equals(view.destination(flow))
            && view.sourcePort(flow) == view.destinationPort(flow);
    return same ? 1 : 0;
  }

  private static String printed(String keyword) {
    return keyword.equals("ICMP6") ? "ipv6-icmp" : keyword.toLowerCase(Locale.ROOT);
  }
}
