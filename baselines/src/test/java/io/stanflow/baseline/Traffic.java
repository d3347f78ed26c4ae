package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.testing.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Made-up flows of ten hosts in 10.0.0.0/8, half of them name look-ups, with files around them. */
final class Traffic {
  static final Schema SCHEMA = Schemas.UGR16;
  static final List<Cidr> INTERNAL = List.of(Cidr.parse("10.0.0.0/8"));
  static final long START = 1_460_332_800_000_000L; // 2016-04-11T00:00:00Z
  private static final int SPAN_SECONDS = 16 * 3600;

  private Traffic() {}

  /** Flows in the order of time, ever fewer: whole seconds, durations of multiples of 4 ms. */
  static List<Flow> random(long seed, int flows) {
    var random = new SplittableRandom(seed);
    var all = new ArrayList<Flow>();
    for (int i = 0; i < flows; i++) {
      all.add(flow(random, (long) (SPAN_SECONDS * Math.pow(i / (double) flows, 1.5))));
    }
    return all;
  }

  /**
   * Host i of 0 to 9 has 2i + 1 parts of the flows; a tenth of them goes on with 10.0.0.10, the
   * busiest, and so belongs to its series.
   */
  private static Flow flow(SplittableRandom random, long second) {
    boolean dns = random.nextBoolean();
    boolean outgoing = random.nextBoolean();
    int host = Math.max(random.nextInt(10), random.nextInt(10));
    int other = random.nextInt(20) * random.nextInt(20);
    boolean inside = random.nextInt(10) == 0 && host < 9;
    Address here = Address.parse("10.0.0." + (1 + host));
    Address there = Address.parse(inside ? "10.0.0.10" : "192.0.2." + (1 + other % 250));
    int local = 1024 + random.nextInt(60_000);
    int remote = dns ? 53 : random.nextInt(3) == 0 ? 443 : 80;
    long packets = 1 + (long) Math.pow(2, random.nextDouble() * 6);
    return new Flow.Draft(SCHEMA)
        .number(0, START + second * 1_000_000)
        .number(1, random.nextInt(2) == 0 ? 0 : 4000L * random.nextInt(5000))
        .address(2, outgoing ? here : there)
        .address(3, outgoing ? there : here)
        .number(4, outgoing ? local : remote)
        .number(5, outgoing ? remote : local)
        .word(6, dns ? "UDP" : "TCP")
        .number(7, dns ? 0 : random.nextInt(4) == 0 ? 2 : 27)
        .number(8, packets)
        .number(9, packets * (40 + random.nextInt(1400)))
        .word(10, "0")
        .word(11, random.nextInt(5) == 0 ? "72" : "0")
        .word(12, "background")
        .flow();
  }

  static Path write(Path file, String format, Schema schema, List<Flow> flows) throws IOException {
    try (FlowWriter writer = FlowFiles.writer(file.toString(), format, schema)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
    }
    return file;
  }

  /** Reads a file with the internal blocks of these flows; malformed lines throw. */
  static DuckTable read(Path file) throws IOException {
    return FlowFiles.read(List.of(file.toString()), ReadOptions.DEFAULTS.withInternal(INTERNAL));
  }

  /** What a baseline makes of a table, read back and closed again. */
  static List<Flow> generate(Baseline baseline, DuckTable real, long seed, Path file)
      throws IOException {
    baseline.write(real, seed, file);
    ReadOptions options = ReadOptions.DEFAULTS.withInternal(INTERNAL).withSchema(real.schema());
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      return flows(table);
    }
  }

  static List<Flow> flows(FlowTable table) throws IOException {
    var flows = new ArrayList<Flow>();
    table.forEachSeries(series -> flows.addAll(series.flows()));
    return flows;
  }

  /** Number of flows in the series of each host. */
  static Map<Address, Integer> flowsPerHost(FlowTable table) throws IOException {
    var flows = new HashMap<Address, Integer>();
    table.forEachSeries(series -> flows.put(series.host(), series.flows().size()));
    return flows;
  }

  static <T> Map<T, Long> count(List<Flow> flows, Function<Flow, T> value) {
    var counts = new HashMap<T, Long>();
    flows.forEach(flow -> counts.merge(value.apply(flow), 1L, Long::sum));
    return counts;
  }
}
