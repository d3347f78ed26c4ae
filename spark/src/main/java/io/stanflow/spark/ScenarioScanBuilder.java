package io.stanflow.spark;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark wants of a scenario: some columns, and of each partition no more than so many rows.
 */
final class ScenarioScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownLimit {
  private final ModelPath model;
  private final ScenarioOptions options;
  private StructType columns;
  private int limit = Integer.MAX_VALUE;

  ScenarioScanBuilder(ModelPath model, ScenarioOptions options, StructType columns) {
    this.model = model;
    this.options = options;
    this.columns = columns;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /** Each partition keeps to the limit, Spark to that of all. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new ScenarioScan(model, options, columns, limit);
  }
}
