package io.stanflow.io.netflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes flows out of packets of all versions, as a collector does, and remembers templates. Only
 * one direction of a biflow is taken: its reverse elements (RFC 5103, responder octets) and all
 * others of enterprises are skipped.
 */
public final class PacketDecoder {
  private static final int MOST_TEMPLATES = 10_000; // then the oldest is forgotten

  private record Key(String exporter, long domain, int version, int template) {}

  /** The latest entries. */
  private static final class Latest<V> extends LinkedHashMap<Key, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
      return size() > MOST_TEMPLATES;
    }
  }

  private final Map<Key, Template> templates = new Latest<>();

  /** When IPFIX exporters were started, ms, as their options say; by template 0. */
  private final Map<Key, Long> boots = new Latest<>();

  private final Map<String, Long> leftOut = new TreeMap<>();
  private final List<FlowRecord> flows = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /**
   * Decodes a packet. Of a malformed one no flow is handed out, but templates are kept.
   *
   * @param exporter whose templates these are
   * @throws MalformedPacketException if the packet does not follow its protocol
   */
  public void decode(ByteBuffer packet, String exporter, FlowRecord.Sink sink)
      throws MalformedPacketException, IOException {
    flows.clear();
    reasons.clear();
    ByteBuffer in = packet.slice();
    int number = in.remaining() < 2 ? -1 : Short.toUnsignedInt(in.getShort(0));
    NetflowVersion version = NetflowVersion.ofNumber(number);
    if (version == null) {
      throw new MalformedPacketException(
          number < 0
              ? "the packet has no version"
              : "the version must be 5, 9 or 10 but is " + number);
    }
    switch (version) {
      case V5 -> decodeV5(in);
      case V9 -> decodeV9(in, exporter);
      case IPFIX -> decodeIpfix(in, exporter);
    }
    reasons.forEach(reason -> leftOut.merge(reason, 1L, Long::sum));
    for (FlowRecord flow : flows) {
      sink.flow(flow);
    }
  }

  /**
   * The version of a whole datagram, or null if its lengths do not add up. For a first look; {@link
   * #decode} says what is wrong.
   */
  public static NetflowVersion versionOf(ByteBuffer datagram) {
    ByteBuffer in = datagram.slice();
    NetflowVersion version =
        in.remaining() < 2 ? null : NetflowVersion.ofNumber(Short.toUnsignedInt(in.getShort(0)));
    try {
      if (version == null) {
        return null;
      }
      int length =
          switch (version) {
            case V5 -> PacketLengths.v5(in);
            case V9 -> PacketLengths.v9(in);
            case IPFIX -> PacketLengths.ipfix(in);
          };
      return length == in.limit() ? version : null;
    } catch (MalformedPacketException e) {
      return null;
    }
  }

  /** Records that gave no flow by the reason, which completes "N records ...". */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  private void decodeV5(ByteBuffer in) throws MalformedPacketException {
    int length = PacketLengths.v5(in);
    PacketLengths.require(in, length);
    long uptime = Integer.toUnsignedLong(in.getInt(4));
    long nanos = Integer.toUnsignedLong(in.getInt(12));
    long exported = Integer.toUnsignedLong(in.getInt(8)) * 1000 + nanos / 1_000_000;
    var draft = new RecordDraft(exported, uptime, -1);
    for (int at = V5Encoder.HEADER; at < length; at += V5Encoder.RECORD) {
      draft.clear();
      for (int[] field : V5_FIELDS) {
        in.position(at + field[0]);
        draft.set(field[1], in, field[2]);
      }
      take(draft);
    }
  }

  /** Offset, element and length of the fields of a v5 record. */
  private static final int[][] V5_FIELDS = {
    {0, Element.SOURCE_IPV4_ADDRESS, 4},
    {4, Element.DESTINATION_IPV4_ADDRESS, 4},
    {16, Element.PACKET_DELTA_COUNT, 4},
    {20, Element.OCTET_DELTA_COUNT, 4},
    {24, Element.FLOW_START_SYS_UP_TIME, 4},
    {28, Element.FLOW_END_SYS_UP_TIME, 4},
    {32, Element.SOURCE_TRANSPORT_PORT, 2},
    {34, Element.DESTINATION_TRANSPORT_PORT, 2},
    {37, Element.TCP_CONTROL_BITS, 1},
    {38, Element.PROTOCOL_IDENTIFIER, 1},
    {39, Element.IP_CLASS_OF_SERVICE, 1}
  };

  private void decodeV9(ByteBuffer in, String exporter) throws MalformedPacketException {
    PacketLengths.require(in, PacketLengths.V9_HEADER);
    long uptime = Integer.toUnsignedLong(in.getInt(4));
    long exported = Integer.toUnsignedLong(in.getInt(8)) * 1000;
    long domain = Integer.toUnsignedLong(in.getInt(16));
    in.position(PacketLengths.V9_HEADER);
    sets(in, new Key(exporter, domain, 9, 0), exported, uptime);
  }

  private void decodeIpfix(ByteBuffer in, String exporter) throws MalformedPacketException {
    int length = PacketLengths.ipfix(in);
    PacketLengths.require(in, length);
    long exported = Integer.toUnsignedLong(in.getInt(4)) * 1000;
    long domain = Integer.toUnsignedLong(in.getInt(12));
    in.limit(length);
    in.position(PacketLengths.IPFIX_HEADER);
    sets(in, new Key(exporter, domain, 10, 0), exported, -1);
  }

  /** The sets from the buffer's position on; fewer than four bytes at the end are padding. */
  private void sets(ByteBuffer in, Key scope, long exported, long uptime)
      throws MalformedPacketException {
    boolean ipfix = scope.version == 10;
    while (in.remaining() >= 4) {
      int begin = in.position();
      int id = Short.toUnsignedInt(in.getShort());
      int length = Short.toUnsignedInt(in.getShort());
      if (length < 4 || length > in.limit() - begin) {
        throw new MalformedPacketException(
            "set %d must have 4 to %d bytes but has %d".formatted(id, in.limit() - begin, length));
      }
      ByteBuffer set = in.slice(begin + 4, length - 4);
      if (id == (ipfix ? 2 : 0)) {
        templates(set, scope, false);
      } else if (id == (ipfix ? 3 : 1)) {
        templates(set, scope, true);
      } else if (id >= 256) {
        long boot = boots.getOrDefault(scope, -1L);
        data(set, scope, id, new RecordDraft(exported, uptime, boot));
      } else {
        throw new MalformedPacketException("set " + id + " is reserved");
      }
      in.position(begin + length);
    }
  }

  private void templates(ByteBuffer set, Key scope, boolean options)
      throws MalformedPacketException {
    boolean ipfix = scope.version == 10;
    while (set.remaining() >= (options ? 6 : 4)) {
      int id = Short.toUnsignedInt(set.getShort());
      int fields = Short.toUnsignedInt(set.getShort());
      if (id == 0 && fields == 0) {
        return; // padding
      }
      Key key = new Key(scope.exporter, scope.domain, scope.version, id);
      if (ipfix && fields == 0) {
        templates.remove(key); // withdrawn
        continue;
      }
      if (id < 256) {
        throw new MalformedPacketException("a template's number must be >= 256 but is " + id);
      }
      if (options) {
        int second = Short.toUnsignedInt(set.getShort());
        fields = ipfix ? fields : (fields + second) / 4; // v9 has the bytes of two lists
      }
      templates.put(key, Template.read(set, fields, ipfix, options));
    }
  }

  private void data(ByteBuffer set, Key scope, int id, RecordDraft draft)
      throws MalformedPacketException {
    Template template = templates.get(new Key(scope.exporter, scope.domain, scope.version, id));
    if (template == null) {
      reasons.add("without a template, counted by set");
      return;
    }
    boolean ipfix = scope.version == 10;
    int shortest = template.shortest(ipfix);
    while (set.remaining() >= shortest) {
      draft.clear();
      for (int i = 0; i < template.elements().length; i++) {
        int length = template.lengths()[i];
        if (ipfix && length == Template.VARIABLE) {
          length = variableLength(set);
        }
        if (length > set.remaining()) {
          throw new MalformedPacketException("a record of set " + id + " is cut short");
        }
        draft.set(template.elements()[i], set, length);
        set.position(set.position() + length);
      }
      if (!template.options()) {
        take(draft);
      } else if (ipfix && draft.boot() >= 0) {
        boots.put(scope, draft.boot());
      }
    }
  }

  private static int variableLength(ByteBuffer set) throws MalformedPacketException {
    int length = set.hasRemaining() ? set.get() & 0xff : 255;
    if (length == 255) {
      if (set.remaining() < 2) {
        throw new MalformedPacketException("the length of a field is cut short");
      }
      length = Short.toUnsignedInt(set.getShort());
    }
    return length;
  }

  private void take(RecordDraft draft) {
    String reason = draft.reason();
    if (reason == null) {
      flows.add(draft.flow());
      RecordDraft back = draft.back();
      if (back != null) {
        take(back);
      }
    } else {
      reasons.add(reason);
    }
  }
}
