package io.stanflow.io.format;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The NetFlow values of flows of any schema. Packets and bytes are those from source to
 * destination, with the other direction's beside them, whether the flows hold the two directions
 * or, as Argus has it, totals and the source's share. Attributes that the schema lacks read as:
 * time 1970-01-01, duration 0, address 0.0.0.0, port 0, protocol TCP, no flags, 1 packet, 0 bytes,
 * and the word that the format's writer gives.
 */
public final class NetflowView {
  private static final Address UNSPECIFIED = Address.ofIpv4(0);

  private final int time;
  private final boolean atEnd;
  private final int duration;
  private final int source;
  private final int destination;
  private final int sourcePort;
  private final int destinationPort;
  private final int protocol;
  private final int flags;
  private final int packets;
  private final int bytes;
  private final int reversePackets;
  private final int reverseBytes;
  private final int sourcePackets;
  private final int sourceBytes;
  private final Schema schema;

  /** Of flows of this schema. */
  public NetflowView(Schema schema) {
    this.schema = schema;
    time = schema.index(Schema.TIME);
    atEnd = time >= 0 && schema.kind(time) == Kind.END;
    duration = schema.index(Schema.DURATION);
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    sourcePort = schema.index(Schema.SOURCE_PORT);
    destinationPort = schema.index(Schema.DESTINATION_PORT);
    protocol = schema.index(Schema.PROTOCOL);
    flags = schema.index(Schema.TCP_FLAGS);
    packets = schema.index(Schema.PACKETS);
    bytes = schema.index(Schema.BYTES);
    reversePackets = numberIndex(AttributeNames.REVERSE_PACKETS);
    reverseBytes = numberIndex(AttributeNames.REVERSE_BYTES);
    sourcePackets = numberIndex(AttributeNames.SOURCE_PACKETS);
    sourceBytes = numberIndex(AttributeNames.SOURCE_BYTES);
  }

  public Schema schema() {
    return schema;
  }

  /** First packet, µs since the epoch. */
  public long start(Flow flow) {
    return atEnd ? number(flow, time, 0) - duration(flow) : number(flow, time, 0);
  }

  /** Last packet, µs since the epoch. */
  public long end(Flow flow) {
    return atEnd ? number(flow, time, 0) : number(flow, time, 0) + duration(flow);
  }

  /** µs between first and last packet. */
  public long duration(Flow flow) {
    return number(flow, duration, 0);
  }

  /** Who opened the connection, as far as the flows tell. */
  public Address source(Flow flow) {
    return source < 0 ? UNSPECIFIED : flow.address(source);
  }

  /** The other side. */
  public Address destination(Flow flow) {
    return destination < 0 ? UNSPECIFIED : flow.address(destination);
  }

  /** 0 to 65,535. */
  public long sourcePort(Flow flow) {
    return number(flow, sourcePort, 0);
  }

  /** 0 to 65,535; of ICMP type · 256 + code. */
  public long destinationPort(Flow flow) {
    return number(flow, destinationPort, 0);
  }

  /** The keyword, as {@link io.stanflow.flow.Protocol} has it. */
  public String protocol(Flow flow) {
    return word(flow, protocol, "TCP");
  }

  /** TCP control bits of the source's packets, or-ed; see {@link io.stanflow.flow.TcpFlags}. */
  public int flags(Flow flow) {
    return (int) number(flow, flags, 0);
  }

  /** From source to destination; of a total without the source's packets, their share of bytes. */
  public long packets(Flow flow) {
    long all = number(flow, packets, 1);
    if (sourcePackets >= 0) {
      return Math.min(all, flow.number(sourcePackets));
    }
    if (sourceBytes < 0 || number(flow, bytes, 0) == 0) {
      return all;
    }
    double share = Math.min(1, (double) flow.number(sourceBytes) / number(flow, bytes, 0));
    return Math.min(all, (long) Math.ceil(all * share));
  }

  /** From source to destination. */
  public long bytes(Flow flow) {
    long all = number(flow, bytes, 0);
    return sourceBytes >= 0 ? Math.min(all, flow.number(sourceBytes)) : all;
  }

  /** From destination to source; 0 where the flows know one direction. */
  public long reversePackets(Flow flow) {
    boolean total = sourcePackets >= 0 || sourceBytes >= 0;
    return total ? number(flow, packets, 1) - packets(flow) : number(flow, reversePackets, 0);
  }

  /** From destination to source; 0 where the flows know one direction. */
  public long reverseBytes(Flow flow) {
    boolean total = sourceBytes >= 0;
    return total ? number(flow, bytes, 0) - bytes(flow) : number(flow, reverseBytes, 0);
  }

  /** Of both directions. */
  public long totalPackets(Flow flow) {
    return sum(number(flow, packets, 1), number(flow, reversePackets, 0));
  }

  /** Of both directions. */
  public long totalBytes(Flow flow) {
    return sum(number(flow, bytes, 0), number(flow, reverseBytes, 0));
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** Whether the source's share of the bytes is known. */
  public boolean knowsSourceBytes() {
    return sourceBytes >= 0 || reverseBytes >= 0;
  }

  /** Whether the source's share of the packets is known. */
  public boolean knowsSourcePackets() {
    return sourcePackets >= 0 || reversePackets >= 0;
  }

  /** The attribute of this name if it is a number, or -1. */
  private int numberIndex(String name) {
    int index = schema.index(name);
    boolean fits =
        index >= 0 && (schema.kind(index) == Kind.COUNT || schema.kind(index) == Kind.FLAGS);
    return fits ? index : -1;
  }

  /** Values of a count or of flags by the attribute's name. */
  public ToLongFunction<Flow> number(String name, long missing) {
    int index = numberIndex(name);
    return flow -> number(flow, index, missing);
  }

  /** Values of a real number by the attribute's name. */
  public ToDoubleFunction<Flow> real(String name) {
    int index = schema.index(name);
    boolean fits = index >= 0 && schema.kind(index) == Kind.CONTINUOUS;
    return flow -> fits ? flow.real(index) : 0;
  }

  /** Words by the attribute's name; {@code missing} also for empty ones. */
  public Function<Flow, String> word(String name, String missing) {
    int index = wordIndex(schema, name);
    return flow -> word(flow, index, missing);
  }

  private static long number(Flow flow, int attribute, long missing) {
    return attribute < 0 ? missing : flow.number(attribute);
  }

  /** The word of {@code attribute}, or {@code missing} if that is -1 or the word is empty. */
  public String word(Flow flow, int attribute, String missing) {
    String word = attribute < 0 ? "" : flow.word(attribute);
    return word.isEmpty() ? missing : word;
  }

  /** {@code attribute} of this schema as a word's position, or -1 if absent or not categorical. */
  public static int wordIndex(Schema schema, String attribute) {
    int index = schema.index(attribute);
    return index >= 0 && schema.kind(index) == Kind.CATEGORICAL ? index : -1;
  }

  /** The number of a protocol's keyword as text; a word that is none stays as it is. */
  public static String numbered(String keyword) {
    int number = Protocol.number(keyword);
    return number < 0 ? keyword : Integer.toString(number);
  }

  /** The keyword as nfdump spells it, which UGR'16 follows: in capitals but for IPv6. */
  public static String printed(String keyword) {
    return keyword.startsWith("IPV6") ? "IPv6" + keyword.substring(4) : keyword;
  }
}
