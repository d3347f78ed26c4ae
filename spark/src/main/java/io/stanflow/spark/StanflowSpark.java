package io.stanflow.spark;

import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Column;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Judges synthetic flows that are tables of Spark, as {@code stanflow evaluate} judges files: its
 * distances, structure, network and rules, by the same SQL. The executors aggregate and run nothing
 * of stanflow; distances are worked out here. What learns from single flows is not measured.
 */
public final class StanflowSpark {
  private static final String REAL = "real";
  private static final String OTHER_HOSTS = "otherHosts";

  private final Judging judging;

  private StanflowSpark(Judging judging) {
    this.judging = judging;
  }

  /**
   * Holds tables against a real one. A row is a flow; columns are named, and have the types, as in
   * the Parquet files that stanflow writes and in {@link FlowSource}; of attributes that a table
   * lacks nothing is measured. A table is read once or twice; its flows stay with the executors, in
   * memory or on disk, until it has been measured.
   *
   * @param synthetic by name; measured one after the other
   * @return with columns {@code real}, {@code otherHosts} (one half of the real hosts against the
   *     other) and those of the synthetic tables
   * @throws IllegalArgumentException if a table cannot be measured: which, why, what to do
   */
  public static Report evaluate(
      Dataset<Row> real, Map<String, Dataset<Row>> synthetic, Judging judging) throws IOException {
    for (String name : List.of(REAL, OTHER_HOSTS)) {
      if (synthetic.containsKey(name)) {
        throw new IllegalArgumentException("a synthetic table cannot be named " + name);
      }
    }
    return new StanflowSpark(judging).report(real, synthetic);
  }

  private Report report(Dataset<Row> real, Map<String, Dataset<Row>> synthetic) throws IOException {
    var halves = new ArrayList<FlowStatistics>();
    FlowStatistics measured;
    try (SparkFlows flows = SparkFlows.of(REAL, real, judging.internal(), judging.columns())) {
      measured = FlowStatistics.of(flows, RecordTimes.ANY);
      for (int half = 0; half < 2 && flows.hosts() > 1; half++) {
        try (SparkFlows part = flows.half(half)) {
          halves.add(FlowStatistics.of(part, RecordTimes.ANY));
        }
      }
    }
    var others = new LinkedHashMap<String, FlowStatistics>();
    for (var table : synthetic.entrySet()) {
      others.put(table.getKey(), measure(table.getKey(), table.getValue()));
    }
    Map<String, List<String>> words =
        Fidelity.frequentWords(measured, List.copyOf(others.values()));
    var columns = new ArrayList<Column>();
    columns.add(column(REAL, Role.REAL, measured, measured, measured, words));
    if (!halves.isEmpty()) {
      columns.add(
          column(OTHER_HOSTS, Role.OTHER_HOSTS, halves.get(0), halves.get(1), measured, words));
    }
    others.forEach(
        (name, file) -> columns.add(column(name, Role.SYNTHETIC, measured, file, measured, words)));
    return new Report(new Report.Settings(version(), 0), columns);
  }

  private FlowStatistics measure(String name, Dataset<Row> table) throws IOException {
    try (SparkFlows flows =
        SparkFlows.of(name, table, judging.syntheticInternal(), judging.columns())) {
      return FlowStatistics.of(flows, RecordTimes.ANY);
    }
  }

  /**
   * A file held against real flows.
   *
   * @param axes the whole real table, whose pictures set the axes
   */
  private static Column column(
      String name,
      Role role,
      FlowStatistics real,
      FlowStatistics file,
      FlowStatistics axes,
      Map<String, List<String>> words) {
    return Column.measured(
        name, role, file.file(), Fidelity.of(real, file, words), Plots.of(axes, file));
  }

  /** That of the jar; of classes in a folder there is none. */
  private static String version() {
    String version = StanflowSpark.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }
}
