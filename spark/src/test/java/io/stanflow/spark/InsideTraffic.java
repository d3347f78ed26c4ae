package io.stanflow.spark;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.testing.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Flows of hosts that also have to do with each other, and a table's series as lines. */
final class InsideTraffic {
  private static final int FLOWS = 4000;
  private static final int HOSTS = 60;
  private static final long SEED = 5;

  private InsideTraffic() {}

  /** Writes the flows to a file. */
  static void write(Path file, String format) throws IOException {
    var random = new SplittableRandom(SEED);
    try (var writer = FlowFiles.writer(file.toString(), format, Schemas.UGR16)) {
      for (int i = 0; i < FLOWS; i++) {
        writer.write(flow(random));
      }
    }
  }

  /** Between hosts inside, out of them, into them, past them; the same flows often. */
  private static Flow flow(SplittableRandom random) {
    Schema schema = Schemas.UGR16;
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      switch (schema.kind(i)) {
        case END, START -> draft.number(i, (1_460_000_000L + random.nextInt(30)) * 1_000_000);
        case CATEGORICAL -> draft.word(i, List.of("TCP", "UDP").get(random.nextInt(2)));
        case ADDRESS -> draft.address(i, random.nextInt(3) < 2 ? inside(random) : outside(random));
        case PORT -> draft.number(i, List.of(80, 443, 50_000).get(random.nextInt(3)));
        default -> draft.number(i, 1 + random.nextInt(2));
      }
    }
    return draft.flow();
  }

  /** Of hosts with as many flows as others, and few. */
  private static Address inside(SplittableRandom random) {
    int host = 1 + (random.nextInt(4) == 0 ? random.nextInt(HOSTS) : random.nextInt(HOSTS) / 4 * 4);
    return host == HOSTS
        ? Address.parse("10.9.0.7")
        : Address.parse(host % 3 == 0 ? "fd00:ff::" + host : "10.0.0." + host);
  }

  private static Address outside(SplittableRandom random) {
    return Address.parse(
        List.of("10.0.1.1", "192.0.2.1", "fe80::1", "::1", "2001:db8::9").get(random.nextInt(5)));
  }

  /** Hosts with their flows in order. */
  static List<String> series(FlowTable table) throws IOException {
    List<String> lines = new ArrayList<>();
    table.forEachSeries(
        series -> {
          lines.add(series.host().toString());
          series.flows().forEach(flow -> lines.add(GoldenFlows.line(flow)));
        });
    return lines;
  }

  /** Flows with their places; flows that are the same may have each other's. */
  static List<String> places(FlowTable table, boolean exact) throws IOException {
    List<long[]> all = new ArrayList<>();
    List<String> flows = new ArrayList<>();
    table.forEachSeries(
        series -> {
          for (int i = 0; i < series.flows().size(); i++) {
            all.add(new long[] {series.places()[i], flows.size()});
            flows.add(GoldenFlows.line(series.flows().get(i)));
          }
        });
    all.sort((a, b) -> Long.compare(a[0], b[0]));
    return all.stream()
        .map(place -> (exact ? place[0] + " " : "") + flows.get((int) place[1]))
        .toList();
  }
}
