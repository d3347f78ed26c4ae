package io.stanflow.evaluate.measure;

import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.Plots.HeatMap;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TcpFlags;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What flows are like, counted while they pass, in memory that does not grow with their number.
 * Parts that a schema lacks the attributes for stay empty.
 */
public final class FlowCounts {
  /** Where flows go, as {@link #places} has it. */
  public static final String BETWEEN = "between internal hosts";

  private static final long MICROS_OF_MILLI = 1000;

  private final Schema schema;
  private final List<Cidr> internal;
  private final boolean addresses;
  private final boolean sized;
  private final Timeline timeline = new Timeline();
  private final long[] hours = new long[Hours.A_DAY];
  private final Tally<String> services = new Tally<>();
  private final Tally<String> places = new Tally<>();
  private final Tally<Address> peers = new Tally<>();
  private final Tally<Address> hostFlows = new Tally<>();
  private final Tally<Address> hostBytes = new Tally<>();

  /** By column. */
  private final Map<String, Tally<String>> words = new LinkedHashMap<>();

  /** By quantity. */
  private final Map<String, Bins> bins = new LinkedHashMap<>();

  /** By the exponents of 2 of packets and of bytes. */
  private final long[][] doublings = new long[Long.SIZE][Long.SIZE];

  private long flows;
  private long last; // time, µs

  /**
   * @param schema of the flows, which come in the order of their times
   * @param internal networks
   */
  public FlowCounts(Schema schema, List<Cidr> internal) {
    this.schema = schema;
    this.internal = List.copyOf(internal);
    addresses = schema.has(Schema.SOURCE_ADDRESS) && schema.has(Schema.DESTINATION_ADDRESS);
    sized = FlowSql.hasSizes(schema);
    for (Attribute attribute : schema.attributes()) {
      if (attribute.held() == Held.WORD || attribute.name().equals(Schema.TCP_FLAGS)) {
        words.put(attribute.name(), new Tally<>());
      }
    }
    for (String quantity : List.of(Schema.BYTES, Schema.PACKETS)) {
      if (schema.has(quantity)) {
        bins.put(quantity, new Bins(quantity));
      }
    }
    if (sized) {
      bins.put("bytesPerPacket", new Bins("bytesPerPacket"));
    }
    if (schema.has(Schema.DURATION)) {
      bins.put("durationMillis", new Bins("durationMillis"));
    }
  }

  /** Counts a flow. */
  public void add(Flow flow) {
    flows++;
    if (schema.has(Schema.TIME)) {
      last = flow.timeMicros();
      timeline.add(last);
      hours[(int) Math.floorMod(Math.floorDiv(last, Hours.MICROS), (long) Hours.A_DAY)]++;
    }
    if (schema.has(Schema.PROTOCOL)) {
      services.add(service(flow), 1);
    }
    words.forEach((column, tally) -> tally.add(word(flow, column), 1));
    if (addresses) {
      addSides(flow);
    }
    bins.forEach((quantity, each) -> each.add(quantity(flow, quantity)));
    if (sized) {
      doublings[doublings(flow.packets())][doublings(flow.bytes())]++;
    }
  }

  private static int doublings(long count) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, count));
  }

  private static double quantity(Flow flow, String quantity) {
    return switch (quantity) {
      case Schema.BYTES -> flow.bytes();
      case Schema.PACKETS -> flow.packets();
      case "bytesPerPacket" -> (double) flow.bytes() / Math.max(1, flow.packets());
      default -> (double) flow.durationMicros() / MICROS_OF_MILLI;
    };
  }

  /** The protocol with the lower of its ports, which mostly is the server's. */
  private String service(Flow flow) {
    String protocol = flow.protocol().toLowerCase(Locale.ROOT);
    return FlowSql.hasPorts(schema) && Protocol.hasPorts(flow.protocol())
        ? protocol + "/" + Math.min(flow.sourcePort(), flow.destinationPort())
        : protocol;
  }

  private static String word(Flow flow, String column) {
    return column.equals(Schema.TCP_FLAGS)
        ? TcpFlags.format(flow.tcpFlags(), 8)
        : flow.word(column);
  }

  /** The host is the side inside, of two or none the source; the peer is the other side. */
  private void addSides(Flow flow) {
    Address source = flow.sourceAddress();
    Address destination = flow.destinationAddress();
    boolean out = isInside(source);
    boolean in = isInside(destination);
    places.add(out && in ? BETWEEN : out ? "outgoing" : in ? "incoming" : "outside", 1);
    boolean atSource = out || !in;
    peers.add(atSource ? destination : source, 1);
    Address host = atSource ? source : destination;
    hostFlows.add(host, 1);
    if (schema.has(Schema.BYTES)) {
      hostBytes.add(host, flow.bytes());
    }
  }

  private boolean isInside(Address address) {
    return internal.stream().anyMatch(block -> block.contains(address));
  }

  /** Number of flows. */
  public long flows() {
    return flows;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** Flows of each service, such as {@code tcp/443} or {@code icmp}. */
  public Tally<String> services() {
    return services;
  }

  /** Flows with each word of a column; null if it is none of words or flags. */
  public Tally<String> words(String column) {
    return words.get(column);
  }

  /** The columns with words. */
  public List<String> columns() {
    return List.copyOf(words.keySet());
  }

  /** Flows inside the networks, across their edge and outside. */
  public Tally<String> places() {
    return places;
  }

  /** Flows of each host. */
  public Tally<Address> hostFlows() {
    return hostFlows;
  }

  /** Bytes of each host. */
  public Tally<Address> hostBytes() {
    return hostBytes;
  }

  /** Flows of each peer of hosts. */
  public Tally<Address> peers() {
    return peers;
  }

  /**
   * What a page says about them.
   *
   * @param name of the file
   * @param hosts that flows were made for
   */
  public FileFacts facts(String name, String format, int hosts) {
    boolean timed = !timeline.isEmpty();
    return new FileFacts(
        name,
        format,
        flows,
        hosts,
        internal.stream().map(Cidr::toString).collect(Collectors.joining(" ")),
        timed ? instant(timeline.first()) : null,
        timed ? instant(last) : null);
  }

  private static String instant(long micros) {
    return Instant.ofEpochMilli(Math.floorDiv(micros, MICROS_OF_MILLI)).toString();
  }

  /** The curves and maps of a report, as far as they can be counted so. */
  public Plots plots() {
    var histograms = new LinkedHashMap<String, Plots.Histogram>();
    bins.forEach((name, each) -> histograms.put(name, each.histogram()));
    boolean timed = !timeline.isEmpty();
    return new Plots(
        histograms,
        peers.ranks(),
        timed ? LongStream.of(hours).mapToObj(n -> (double) n / flows).toList() : List.of(),
        List.of(),
        sized ? heatMaps() : Map.of(),
        null,
        timed ? timeline.times() : null);
  }

  private Map<String, HeatMap> heatMaps() {
    var counts = new HashMap<String, Long>();
    for (int packets = 0; packets < Long.SIZE; packets++) {
      for (int bytes = 0; bytes < Long.SIZE; bytes++) {
        if (doublings[packets][bytes] > 0) {
          counts.put(Categories.packetsAndBytes(packets, bytes), doublings[packets][bytes]);
        }
      }
    }
    var words = Collections.singletonMap(Categories.PACKETS_AND_BYTES, Counts.ofAnyOrder(counts));
    return HeatMaps.of(words, words);
  }
}
