package io.stanflow.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code stanflow}: synthetic flows, generated while they are read.
 *
 * <pre>
 * spark.read().format("stanflow").option("model", "hdfs:///models/ugr16.stanflow")
 *     .option("hosts", 100000).option("duration", "24h").option("seed", 7).load()
 * </pre>
 *
 * {@link ScenarioOptions} has all options.
 */
public final class FlowSource implements TableProvider, DataSourceRegister {
  /** Spark makes it. */
  public FlowSource() {}

  @Override
  public String shortName() {
    return "stanflow";
  }

  /**
   * The columns: those of the model's training table.
   *
   * @throws IllegalArgumentException if an option is wrong
   * @throws java.io.UncheckedIOException if the model cannot be read
   */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return table(options.asCaseSensitiveMap()).struct();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return table(properties);
  }

  private static ScenarioTable table(Map<String, String> options) {
    return new ScenarioTable(ScenarioOptions.of(options));
  }
}
