package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Timestamp;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;

/**
 * The NetFlow values of flows of any schema. Attributes that the schema lacks read as: time
 * 1970-01-01, duration 0, address 0.0.0.0, port 0, protocol TCP, no flags, 1 packet, 0 bytes, and
 * the word that the format's writer gives.
 */
final class NetflowView {
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

  NetflowView(Schema schema) {
    time = schema.index(Schema.TIME);
    atEnd = time >= 0 && ((Timestamp) schema.attributes().get(time)).edge() == Timestamp.Edge.END;
    duration = schema.index(Schema.DURATION);
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    sourcePort = schema.index(Schema.SOURCE_PORT);
    destinationPort = schema.index(Schema.DESTINATION_PORT);
    protocol = schema.index(Schema.PROTOCOL);
    flags = schema.index(Schema.TCP_FLAGS);
    packets = schema.index(Schema.PACKETS);
    bytes = schema.index(Schema.BYTES);
  }

  /** First packet, µs since the epoch. */
  long start(Flow flow) {
    return atEnd ? number(flow, time, 0) - duration(flow) : number(flow, time, 0);
  }

  /** Last packet, µs since the epoch. */
  long end(Flow flow) {
    return atEnd ? number(flow, time, 0) : number(flow, time, 0) + duration(flow);
  }

  long duration(Flow flow) {
    return number(flow, duration, 0);
  }

  Address source(Flow flow) {
    return source < 0 ? UNSPECIFIED : flow.address(source);
  }

  Address destination(Flow flow) {
    return destination < 0 ? UNSPECIFIED : flow.address(destination);
  }

  long sourcePort(Flow flow) {
    return number(flow, sourcePort, 0);
  }

  long destinationPort(Flow flow) {
    return number(flow, destinationPort, 0);
  }

  /** The keyword, as {@link io.stanflow.flow.Protocol} has it. */
  String protocol(Flow flow) {
    return word(flow, protocol, "TCP");
  }

  int flags(Flow flow) {
    return (int) number(flow, flags, 0);
  }

  long packets(Flow flow) {
    return number(flow, packets, 1);
  }

  long bytes(Flow flow) {
    return number(flow, bytes, 0);
  }

  private static long number(Flow flow, int attribute, long missing) {
    return attribute < 0 ? missing : flow.number(attribute);
  }

  /** The word of {@code attribute}, or {@code missing} if that is -1 or the word is empty. */
  String word(Flow flow, int attribute, String missing) {
    String word = attribute < 0 ? "" : flow.word(attribute);
    return word.isEmpty() ? missing : word;
  }

  /** {@code attribute} of this schema as a word's position, or -1 if absent or not categorical. */
  static int wordIndex(Schema schema, String attribute) {
    int index = schema.index(attribute);
    return index >= 0 && schema.attributes().get(index) instanceof Categorical ? index : -1;
  }

  /** The number of a protocol's keyword as text; a word that is none stays as it is. */
  static String numbered(String keyword) {
    int number = Protocol.number(keyword);
    return number < 0 ? keyword : Integer.toString(number);
  }

  /** The keyword as nfdump spells it, which UGR'16 follows: in capitals but for IPv6. */
  static String printed(String keyword) {
    return keyword.startsWith("IPV6") ? "IPv6" + keyword.substring(4) : keyword;
  }
}
