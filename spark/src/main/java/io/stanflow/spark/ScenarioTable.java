package io.stanflow.spark;

import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A scenario as a table that can be read. */
final class ScenarioTable implements SupportsRead {
  private final ScenarioOptions options;
  private final ModelPath model;
  private final StructType struct;

  /** Reads the model, on the driver. */
  ScenarioTable(ScenarioOptions options) {
    this.options = options;
    model = ModelPath.of(options.model(), SparkSession.active().sessionState().newHadoopConf());
    struct = FlowColumns.struct(Plans.model(model).model().codec().schema(), options);
  }

  @Override
  public String name() {
    return "stanflow " + options.model();
  }

  StructType struct() {
    return struct;
  }

  /** Spark asks for columns, which it makes of this. */
  @Override
  @Deprecated
  public StructType schema() {
    return struct;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
    return new ScenarioScanBuilder(model, options, struct);
  }
}
