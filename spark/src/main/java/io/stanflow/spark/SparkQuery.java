package io.stanflow.spark;

import io.stanflow.evaluate.measure.Query;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Aggregations by Spark, in a session of their own: its tables and settings are nobody else's. The
 * results come to the driver.
 */
final class SparkQuery extends Query implements AutoCloseable {
  private static final String SETTINGS = "spark.sql.";

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final int TASKS_A_CORE = 2;

  private final SparkSession session;
  private final Map<String, Dataset<?>> tables = new HashMap<>();

  /**
   * Aggregates.
   *
   * @param user whose settings count where SQL means the same with them
   */
  SparkQuery(SparkSession user) {
    session = user.newSession();
    Map<String, String> settings =
        scala.jdk.javaapi.CollectionConverters.asJava(user.conf().getAll());
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(SETTINGS) && session.conf().isModifiable(name)) {
            session.conf().set(name, value);
          }
        });
    if (!settings.containsKey(PARTITIONS)) { // 200 would be most of what small tables cost
      int tasks = TASKS_A_CORE * user.sparkContext().defaultParallelism();
      session.conf().set(PARTITIONS, tasks);
    }
    session.conf().set("spark.sql.ansi.enabled", true);
    session.conf().set("spark.sql.ansi.doubleQuotedIdentifiers", true);
    session.conf().set("spark.sql.caseSensitive", false);
    session.conf().set("spark.sql.session.timeZone", "UTC");
  }

  /** Another one with the same settings and tables of its own. */
  SparkQuery another() {
    return new SparkQuery(session);
  }

  /** Makes a table of another session known here. */
  void adopt(String name, Dataset<?> table) {
    String global = "stanflow_" + Integer.toHexString(System.identityHashCode(this)) + "_" + name;
    table.createOrReplaceGlobalTempView(global);
    session.table("global_temp." + global).createOrReplaceTempView(name);
    session.catalog().dropGlobalTempView(global);
  }

  /** A table that is known here, for another session. */
  Dataset<?> shared(String name) {
    return session.table(name);
  }

  /** Names what {@code query} gives; it is worked out each time that it is asked for. */
  void view(String name, String query) {
    session.sql(query).createOrReplaceTempView(name);
  }

  @Override
  public void table(String name, String query) {
    drop(name);
    Dataset<?> table = session.sql(query).persist(StorageLevel.MEMORY_AND_DISK());
    table.createOrReplaceTempView(name);
    tables.put(name, table);
  }

  @Override
  public void drop(String name) {
    Dataset<?> table = tables.remove(name);
    if (table != null) {
      session.catalog().dropTempView(name);
      table.unpersist();
    }
  }

  @Override
  public void forEach(String query, RowVisitor visitor) throws IOException {
    Iterator<org.apache.spark.sql.Row> rows = session.sql(query).toLocalIterator();
    while (rows.hasNext()) {
      visitor.visit(new SparkRow(rows.next()));
    }
  }

  /** Drops all tables. */
  @Override
  public void close() {
    Map.copyOf(tables).keySet().forEach(this::drop);
  }

  private record SparkRow(org.apache.spark.sql.Row row) implements Row {
    @Override
    public int size() {
      return row.size();
    }

    @Override
    public String text(int column) {
      return row.isNullAt(column) ? null : row.get(column).toString();
    }

    @Override
    public long number(int column) {
      return ((Number) row.get(column)).longValue();
    }

    @Override
    public double real(int column) {
      return row.isNullAt(column) ? Double.NaN : ((Number) row.get(column)).doubleValue();
    }
  }
}
