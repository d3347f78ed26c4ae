package io.stanflow.benchmarks;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Flows of the bundled model as a table in memory, so that training needs no DuckDB. Flows of one
 * instant stay as they were generated, not in the order that files are read in.
 */
record GeneratedTable(Schema schema, List<Cidr> internal, List<Series> series)
    implements FlowTable {
  /** So many flows in all, of so many hosts. */
  static GeneratedTable of(int hosts, long flows) throws IOException {
    StanflowModel model = StanflowModel.load(GenerationBenchmark.MODEL);
    Scenario scenario = Scenario.DEFAULTS.withHosts(hosts).withFlows(flows).withDuration(null);
    Map<Address, List<Flow>> byHost = new TreeMap<>();
    try (Stream<Flow> all = model.generate(scenario)) {
      all.forEach(
          flow -> {
            Address source = flow.sourceAddress();
            boolean outgoing = scenario.internal().stream().anyMatch(b -> b.contains(source));
            Address host = outgoing ? source : flow.destinationAddress();
            byHost.computeIfAbsent(host, h -> new ArrayList<>()).add(flow);
          });
    }
    List<Series> series = new ArrayList<>();
    byHost.forEach((host, own) -> series.add(new Series(host, own)));
    return new GeneratedTable(
        model.model().codec().schema(), scenario.internal(), List.copyOf(series));
  }

  @Override
  public String format() {
    return "ugr16";
  }

  @Override
  public long size() {
    return series.stream().mapToLong(s -> s.flows().size()).sum();
  }

  @Override
  public int hosts() {
    return series.size();
  }

  @Override
  public void forEachSeries(Visitor visitor) throws IOException {
    for (Series one : series) {
      visitor.visit(one);
    }
  }
}
