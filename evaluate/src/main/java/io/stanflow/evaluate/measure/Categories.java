package io.stanflow.evaluate.measure;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The distributions that {@link JensenShannon} compares, by stable name. Those that a schema lacks
 * the attributes for are left out.
 */
public final class Categories {
  public static final String PROTOCOL = "protocol";
  public static final String FLAGS = "tcpFlags";
  static final String PROTOCOL_AND_FLAGS = "protocolAndFlags";
  public static final String SERVICE_PORT = "servicePort";
  static final String SIZE = "size";
  static final String DIRECTION = "direction";
  static final String SERVICE_AND_BYTES = "serviceAndBytes";
  static final String FLAGS_AND_PACKETS = "flagsAndPackets";
  static final String PACKETS_AND_BYTES = "packetsAndBytes";
  public static final String HOUR = "hourOfDay";

  /** Between a word and the exponent of 2 that ends it. */
  static final String DOUBLINGS = " 2^";

  private static final int PORT_BLOCK = 1024;

  private Categories() {}

  /** The word of a flow, by the name of the distribution. */
  static Map<String, Word> words(Schema schema) {
    var words = new LinkedHashMap<String, Word>();
    for (Attribute attribute : schema.attributes()) {
      switch (attribute.held()) {
        case WORD -> words.put(attribute.name(), Word.of(Sql.quote(attribute.name())));
        case NUMBER, REAL, ADDRESS -> {} // by name, below
      }
    }
    if (schema.has(Schema.TCP_FLAGS)) {
      addFlags(schema, words);
    }
    if (FlowColumns.hasSides(schema)) {
      words.put(DIRECTION, new Word(List.of("outgoing"), directionOf("a")));
    }
    if (FlowSql.hasPorts(schema)) {
      addPorts(schema, words);
    }
    if (FlowSql.hasSizes(schema)) {
      words.put(SIZE, new Word(List.of("packets", "bytes"), "a || ' packets, ' || b || ' bytes'"));
      words.put("bytesPerPacket", Word.of(FlowSql.BYTES_PER_PACKET));
      words.put(
          PACKETS_AND_BYTES,
          new Word(
              List.of(FlowSql.doublings("packets"), FlowSql.doublings("bytes")),
              "'2^' || a || '" + DOUBLINGS + "' || b"));
    }
    if (schema.has(Schema.TIME)) {
      words.put(HOUR, Word.of(FlowSql.span(Hours.MICROS) + " % 24"));
    }
    return words;
  }

  private static void addFlags(Schema schema, Map<String, Word> words) {
    words.put(FLAGS, new Word(List.of("tcpFlags"), FlowSql.flags("a")));
    if (schema.has(Schema.PROTOCOL)) {
      words.put(
          PROTOCOL_AND_FLAGS,
          new Word(List.of("protocol", "tcpFlags"), "a || ' ' || " + FlowSql.flags("b")));
    }
    if (schema.has(Schema.PACKETS)) {
      words.put(
          FLAGS_AND_PACKETS,
          new Word(
              List.of("tcpFlags", FlowSql.doublings("packets")),
              FlowSql.flags("a") + " || '" + DOUBLINGS + "' || b"));
    }
  }

  private static void addPorts(Schema schema, Map<String, Word> words) {
    String service = FlowSql.servicePort(schema);
    words.put(SERVICE_PORT, Word.of(service));
    if (FlowColumns.hasSides(schema)) {
      words.put("localPortBlock", block(schema, FlowSql.LOCAL_PORT));
      words.put("peerPortBlock", block(schema, FlowSql.PEER_PORT));
    }
    if (schema.has(Schema.PROTOCOL)) {
      words.put("protocolAndService", Word.pair("protocol", " ", service));
    }
    if (schema.has(Schema.BYTES)) { // the joint that gives synthetic rows away first
      words.put(SERVICE_AND_BYTES, Word.pair(service, DOUBLINGS, FlowSql.doublings("bytes")));
    }
  }

  private static Word block(Schema schema, String port) {
    return Word.of(FlowSql.ifPorts(schema, FlowSql.whole(port, PORT_BLOCK)));
  }

  /** The word of {@link #PACKETS_AND_BYTES}, by the exponents of 2. */
  static String packetsAndBytes(int packets, int bytes) {
    return "2^" + packets + DOUBLINGS + bytes;
  }

  /** The text of {@link Steps}' kinds of two consecutive flows. */
  private static Word bigram() {
    return new Word(
        List.of("previousKind", "previousProtocol", "kind", "protocol"),
        kind("a", "b") + " || ' > ' || " + kind("c", "d"));
  }

  private static String kind(String code, String protocol) {
    return directionOf("(%s & 1) = 1".formatted(code))
        + " || ' ' || %s || ' ' || ".formatted(protocol)
        + FlowSql.flags(code + " >> 1");
  }

  private static String directionOf(String outgoing) {
    return "CASE WHEN " + outgoing + " THEN 'out' ELSE 'in' END";
  }

  static Map<String, Counts> measure(Schema schema, Query query) throws IOException {
    var counts = new LinkedHashMap<String, Counts>();
    for (var word : words(schema).entrySet()) {
      counts.put(word.getKey(), query.counts(word.getValue(), "flows"));
    }
    if (Steps.haveKinds(schema)) {
      counts.put("bigram", query.counts(bigram(), Steps.TABLE));
    }
    counts.values().removeIf(Counts::isEmpty);
    return counts;
  }
}
