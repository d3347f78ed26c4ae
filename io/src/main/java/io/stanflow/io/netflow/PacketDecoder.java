package io.stanflow.io.netflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes flows out of packets of all versions, as a collector does, and remembers templates and what
 * options say of the exporter's boot and sampling. A biflow is two flows; elements of enterprises
 * are skipped.
 */
public final class PacketDecoder {
  private static final int MOST_BOOTS = 10_000;

  private final Templates templates = new Templates();

  /** When IPFIX exporters were started, ms, as their options say. */
  private final Map<Scope, Long> boots = new Latest<>(MOST_BOOTS);

  private final Map<String, Long> leftOut = new TreeMap<>();
  private final Map<String, Long> filledIn = new TreeMap<>();
  private final Sampling sampling;

  // of the packet that is decoded
  private final List<FlowRecord> flows = new ArrayList<>();
  private final List<SamplingRate> rates = new ArrayList<>(); // of each flow, null if unknown
  private final List<String> reasons = new ArrayList<>();
  private final List<String> lacks = new ArrayList<>();
  private Sampling.Exporter sampler;

  /** Takes counters as they are. */
  public PacketDecoder() {
    this(false);
  }

  /**
   * @param scaleSampled whether packets and bytes are multiplied where the exporter sampled
   */
  public PacketDecoder(boolean scaleSampled) {
    sampling = new Sampling(scaleSampled);
  }

  /**
   * Decodes a packet. Of a malformed one no flow is handed out, but templates are kept.
   *
   * @param exporter whose templates these are
   * @throws MalformedPacketException if the packet does not follow its protocol
   */
  public void decode(ByteBuffer packet, String exporter, FlowRecord.Sink sink)
      throws MalformedPacketException, IOException {
    flows.clear();
    rates.clear();
    reasons.clear();
    lacks.clear();
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
      case V9 -> decodeV9(in, new Scope(exporter, domain(in, 16), number));
      case IPFIX -> decodeIpfix(in, new Scope(exporter, domain(in, 12), number));
    }
    handOut(sink);
  }

  /** 0 if the packet is cut short before it. */
  private static long domain(ByteBuffer in, int at) {
    return in.limit() < at + 4 ? 0 : Integer.toUnsignedLong(in.getInt(at));
  }

  private void handOut(FlowRecord.Sink sink) throws IOException {
    for (int i = 0; i < flows.size(); i++) {
      FlowRecord flow = sampling.take(sampler, rates.get(i), flows.get(i));
      if (flow != null) {
        sink.flow(flow);
      } else {
        reasons.add("with counters beyond 63 bits when multiplied");
      }
    }
    reasons.forEach(reason -> leftOut.merge(reason, 1L, Long::sum));
    lacks.forEach(lack -> filledIn.merge(lack, 1L, Long::sum));
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

  /** What else there is to say of the flows, a sentence each: counters that lack, sampling. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    filledIn.forEach(
        (lack, count) ->
            notes.add(String.format(Locale.ROOT, "records without %s: %,d", lack, count)));
    notes.addAll(sampling.notes());
    return notes;
  }

  private void decodeV5(ByteBuffer in) throws MalformedPacketException {
    int length = PacketLengths.v5(in);
    PacketLengths.require(in, length);
    long uptime = Integer.toUnsignedLong(in.getInt(4));
    long nanos = Integer.toUnsignedLong(in.getInt(12));
    long exported = Integer.toUnsignedLong(in.getInt(8)) * 1000 + nanos / 1_000_000;
    int interval = in.getShort(22) & 0x3fff; // after two bits of the mode, which few set
    SamplingRate rate = interval == 0 ? SamplingRate.ALL : SamplingRate.of(interval, 1);
    var draft = new RecordDraft(new FlowTimes(exported, uptime, -1));
    for (int at = V5Encoder.HEADER; at < length; at += V5Encoder.RECORD) {
      draft.clear();
      for (int[] field : V5_FIELDS) {
        in.position(at + field[0]);
        draft.set(field[1], in, field[2]);
      }
      take(draft, rate);
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

  private void decodeV9(ByteBuffer in, Scope scope) throws MalformedPacketException {
    PacketLengths.require(in, PacketLengths.V9_HEADER);
    long uptime = Integer.toUnsignedLong(in.getInt(4));
    long exported = Integer.toUnsignedLong(in.getInt(8)) * 1000;
    in.position(PacketLengths.V9_HEADER);
    sets(in, scope, exported, uptime);
  }

  private void decodeIpfix(ByteBuffer in, Scope scope) throws MalformedPacketException {
    int length = PacketLengths.ipfix(in);
    PacketLengths.require(in, length);
    long exported = Integer.toUnsignedLong(in.getInt(4)) * 1000;
    in.limit(length);
    in.position(PacketLengths.IPFIX_HEADER);
    sets(in, scope, exported, -1);
  }

  /** The sets from the buffer's position on; fewer than four bytes at the end are padding. */
  private void sets(ByteBuffer in, Scope scope, long exported, long uptime)
      throws MalformedPacketException {
    boolean ipfix = scope.isIpfix();
    sampler = sampling.exporter(scope);
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
        templates.read(set, scope, false);
      } else if (id == (ipfix ? 3 : 1)) {
        templates.read(set, scope, true);
      } else if (id >= 256) {
        long boot = boots.getOrDefault(scope, -1L);
        data(set, scope, id, new RecordDraft(new FlowTimes(exported, uptime, boot)));
      } else {
        throw new MalformedPacketException("set " + id + " is reserved");
      }
      in.position(begin + length);
    }
  }

  private void data(ByteBuffer set, Scope scope, int id, RecordDraft draft)
      throws MalformedPacketException {
    Template template = templates.get(scope, id);
    if (template == null) {
      reasons.add("without a template, counted by set");
      return;
    }
    boolean ipfix = scope.isIpfix();
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
      if (template.options()) {
        learn(draft, scope);
      } else {
        take(draft, Sampling.rate(sampler, draft.sampled()));
      }
    }
  }

  private void learn(RecordDraft option, Scope scope) {
    if (scope.isIpfix() && option.boot() >= 0) {
      boots.put(scope, option.boot());
    }
    sampling.learn(sampler, option.sampled());
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

  private void take(RecordDraft draft, SamplingRate rate) {
    String reason = draft.reason();
    if (reason != null) {
      reasons.add(reason);
      return;
    }
    flows.add(draft.flow());
    rates.add(rate);
    if (!draft.hasPackets()) {
      lacks.add("a counter of packets, read as 1 packet");
    } else if (!draft.hasBytes()) {
      lacks.add("a counter of bytes, read as 0 bytes");
    }
    RecordDraft back = draft.back();
    if (back != null) {
      take(back, rate);
    }
  }
}
