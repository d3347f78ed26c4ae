package io.stanflow.io.packet;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.text.TextBuffer;
import io.stanflow.io.text.TextWriter;
import java.io.IOException;
import java.util.function.Function;

/**
 * {@code nfdump -o json}, an array of objects over many lines, and {@code json-log} or {@code
 * ndjson}, an object a line, which is written.
 */
public final class NfdumpJsonFormat extends DecodedFormat {
  /** Format of nfdump's JSON. */
  public NfdumpJsonFormat() {
    super("nfdump-json", "nfdump -o json and ndjson", 1000);
  }

  @Override
  public boolean recognizes(Probe probe) {
    String head = String.join("\n", probe.head());
    boolean time = head.contains("\"first\"") || head.contains("\"t_first\"");
    boolean nfdump =
        head.contains("\"export_sysid\"")
            || head.contains("\"src4_addr\"")
            || head.contains("\"src6_addr\"");
    return (head.stripLeading().startsWith("{") || head.stripLeading().startsWith("["))
        && time
        && nfdump;
  }

  /** Its records say nothing of sampling. */
  @Override
  public Decoder decoder(boolean scaleSampled) {
    return new NfdumpJsonDecoder();
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    var view = new NetflowView(schema);
    Function<Flow, String> tos = view.word(AttributeNames.TOS, "0");
    return new TextWriter(
        file, '\u0001', null, (flow, out) -> append(view, tos.apply(flow), flow, out));
  }

  private static void append(NetflowView view, String tos, Flow flow, TextBuffer out) {
    long port = view.destinationPort(flow);
    out.raw("{\"type\":\"FLOW\",\"export_sysid\":1,\"first\":\"").time(view.start(flow), 'T', 3);
    out.raw("\",\"last\":\"").time(view.end(flow), 'T', 3);
    out.raw("\",\"received\":\"").time(view.end(flow), 'T', 3);
    out.raw("\",\"in_packets\":").number(view.packets(flow));
    out.raw(",\"in_bytes\":").number(view.bytes(flow));
    out.raw(",\"proto\":").number(Math.max(0, Protocol.number(view.protocol(flow))));
    out.raw(",\"tcp_flags\":\"").flags(view.flags(flow), 8).put('"');
    if (Protocol.isIcmp(view.protocol(flow))) {
      out.raw(",\"icmp_type\":").number(port >> 8).raw(",\"icmp_code\":").number(port & 255);
    } else {
      out.raw(",\"src_port\":").number(view.sourcePort(flow));
      out.raw(",\"dst_port\":").number(port).raw(",\"fwd_status\":0");
    }
    out.raw(",\"src_tos\":").raw(tos.matches("\\d{1,3}") ? tos : "0");
    boolean ipv4 = view.source(flow).isIpv4() && view.destination(flow).isIpv4();
    address(ipv4 ? "src4_addr" : "src6_addr", view.source(flow), ipv4, out);
    address(ipv4 ? "dst4_addr" : "dst6_addr", view.destination(flow), ipv4, out);
    out.raw(",\"sampled\":0}").newline();
  }

  /** Beside an IPv6 address an IPv4 one is mapped. */
  private static void address(String key, Address address, boolean ipv4, TextBuffer out) {
    out.raw(",\"").raw(key).raw("\":\"").raw(address.isIpv4() && !ipv4 ? "::ffff:" : "");
    out.address(address).put('"');
  }
}
