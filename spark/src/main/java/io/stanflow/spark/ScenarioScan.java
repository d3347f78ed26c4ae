package io.stanflow.spark;

import io.stanflow.generate.PlannedScenario;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** One read of a scenario: plans it, to cut its hosts into partitions of about as many flows. */
final class ScenarioScan implements SupportsReportStatistics, Batch {
  private final ModelPath model;
  private final ScenarioOptions options;
  private final StructType columns;
  private final int limit;

  ScenarioScan(ModelPath model, ScenarioOptions options, StructType columns, int limit) {
    this.model = model;
    this.options = options;
    this.columns = columns;
    this.limit = limit;
  }

  private PlannedScenario scenario() {
    return Plans.scenario(model, options);
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "stanflow " + options.texts();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = scenario().flows();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(rows * Math.max(1, columns.defaultSize()));
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  @Override
  public InputPartition[] planInputPartitions() {
    int tasks = SparkSession.active().sparkContext().defaultParallelism();
    List<Integer> starts = scenario().cut(options.partitions(tasks));
    var ranges = new InputPartition[starts.size() - 1];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new HostRange(starts.get(i), starts.get(i + 1));
    }
    return ranges;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new HostRangeReaders(model, options, List.of(columns.fieldNames()), limit);
  }
}
