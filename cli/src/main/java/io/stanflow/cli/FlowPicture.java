package io.stanflow.cli;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** A few lines that show what flows are like, counted while they pass. */
final class FlowPicture {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int COLUMNS = 60;
  private static final int MOST_SERVICES = 5;
  private static final int MOST_WORDS = 8;

  private final Schema schema;
  private final List<Cidr> internal;
  private final boolean addresses;
  private final Map<String, Long> services = new HashMap<>();

  /** Counts of the words of each column that is shown. */
  private final Map<String, Map<String, Long>> words = new LinkedHashMap<>();

  /** Flows of spans of time, from the first flow on; doubled where the time grows beyond them. */
  private final long[] parts = new long[64 * COLUMNS];

  private long span = 1_000_000; // µs of a part
  private long first;
  private int used;
  private long flows;
  private long inside;

  /**
   * @param schema of the flows, which come in the order of their times
   * @param internal networks
   * @param conditions columns whose words are shown; the label, if there is one, is shown too
   */
  FlowPicture(Schema schema, List<Cidr> internal, List<String> conditions) {
    this.schema = schema;
    this.internal = internal;
    addresses = schema.has(Schema.SOURCE_ADDRESS) && schema.has(Schema.DESTINATION_ADDRESS);
    conditions.forEach(column -> words.put(column, new HashMap<>()));
    int label = schema.index(Schema.LABEL);
    if (label >= 0 && schema.kind(label) == Kind.CATEGORICAL) {
      words.putIfAbsent(Schema.LABEL, new HashMap<>());
    }
  }

  /** Counts a flow. */
  void add(Flow flow) {
    if (schema.has(Schema.TIME)) {
      addTime(flow.timeMicros());
    }
    flows++;
    if (schema.has(Schema.PROTOCOL)) {
      services.merge(service(flow), 1L, Long::sum);
    }
    words.forEach(
        (column, counts) ->
            counts.merge(CategorySpec.word(flow, schema.index(column)), 1L, Long::sum));
    if (addresses && isInside(flow.sourceAddress()) && isInside(flow.destinationAddress())) {
      inside++;
    }
  }

  private void addTime(long time) {
    first = flows == 0 ? time : first;
    while ((time - first) / span >= parts.length) {
      for (int p = 0; p < parts.length; p++) {
        parts[p] = 2 * p < parts.length ? parts[2 * p] + parts[2 * p + 1] : 0;
      }
      span *= 2;
    }
    int part = (int) ((time - first) / span);
    parts[part]++;
    used = part + 1;
  }

  /** The protocol with the lower of its ports, which mostly is the server's. */
  private String service(Flow flow) {
    String protocol = flow.protocol().toLowerCase(Locale.ROOT);
    long port = Math.min(port(flow, Schema.SOURCE_PORT), port(flow, Schema.DESTINATION_PORT));
    boolean known = Protocol.hasPorts(flow.protocol()) && port < Long.MAX_VALUE;
    return known ? protocol + "/" + port : protocol;
  }

  private long port(Flow flow, String attribute) {
    int index = schema.index(attribute);
    return index < 0 ? Long.MAX_VALUE : flow.number(index);
  }

  private boolean isInside(Address address) {
    return internal.stream().anyMatch(block -> block.contains(address));
  }

  /** The lines; none without flows. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (flows == 0) {
      return lines;
    }
    if (used > 0) {
      lines.add("flows over time: " + sparkline());
    }
    if (schema.has(Schema.PROTOCOL)) {
      lines.add("services: " + shares(services, MOST_SERVICES));
    }
    words.forEach((column, counts) -> lines.add(column + ": " + shares(counts, MOST_WORDS)));
    if (addresses) {
      lines.add("between internal hosts: " + share(inside));
    }
    return lines;
  }

  /** As many parts in each column, the last one's mean where it has fewer. */
  private String sparkline() {
    int each = (used + COLUMNS - 1) / COLUMNS;
    double[] columns = new double[(used + each - 1) / each];
    for (int c = 0; c < columns.length; c++) {
      int end = Math.min(used, (c + 1) * each);
      columns[c] = LongStream.of(parts).limit(end).skip((long) c * each).average().orElseThrow();
    }
    double most = DoubleStream.of(columns).max().orElseThrow();
    return DoubleStream.of(columns)
        .mapToObj(mean -> BLOCKS.charAt((int) (mean * (BLOCKS.length() - 1) / most)))
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  private String shares(Map<String, Long> counts, int most) {
    String shown =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(entry -> entry.getKey() + " " + share(entry.getValue()))
            .collect(Collectors.joining(", "));
    return counts.size() > most ? shown + ", %,d more".formatted(counts.size() - most) : shown;
  }

  private String share(long count) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * count / flows);
  }
}
