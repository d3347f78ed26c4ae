package io.stanflow.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.stanflow.flow.PreparedFlows;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;

/**
 * Which hosts' flows are taken, out of a table with the columns {@link #SOURCE} and {@link
 * #DESTINATION}: the same as {@code stanflow train} takes of a file with these flows ({@code
 * SeriesSort} and {@code HostSample} in {@code io.series}). Flows are passed over once; all else is
 * made of how many there are for each pair of internal sides.
 */
final class HostChoice implements AutoCloseable {
  /** The source's address if it is internal, else null. */
  static final String SOURCE = "stanflow_source";

  /** The destination's address if it is internal and not the source's, else null. */
  static final String DESTINATION = "stanflow_destination";

  /** What is wrong with a row's addresses, null if nothing. */
  static final String WRONG = "stanflow_wrong";

  private static final String BUSIER =
      "source_n IS NOT NULL AND (destination_n IS NULL OR source_n > destination_n"
          + " OR (source_n = destination_n AND stanflow_source <= stanflow_destination))";

  private final Dataset<Row> pairs;
  private final Dataset<Row> owned;
  private final Dataset<Row> sample;

  HostChoice(Dataset<Row> flows, int minFlows, int mostHosts) {
    pairs =
        flows
            .groupBy(SOURCE, DESTINATION)
            .agg(count(lit(1)).as("n"), count(col(WRONG)).as("wrong"), min(WRONG).as("such"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    owned = owned(pairs).persist(StorageLevel.MEMORY_AND_DISK());
    sample = sample(owned, minFlows, mostHosts).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The pairs of which a side is internal, with their host and whether it is the source. */
  private static Dataset<Row> owned(Dataset<Row> pairs) {
    Dataset<Row> sides =
        pairs
            .select(col(SOURCE).as("host"), col("n"))
            .union(pairs.select(col(DESTINATION), col("n")))
            .filter("host IS NOT NULL")
            .groupBy("host")
            .agg(sum("n").as("busy"));
    Dataset<Row> sources = sides.select(col("host").as(SOURCE), col("busy").as("source_n"));
    Dataset<Row> destinations =
        sides.select(col("host").as(DESTINATION), col("busy").as("destination_n"));
    return pairs
        .filter(col(SOURCE).isNotNull().or(col(DESTINATION).isNotNull()))
        .join(sources, SOURCE, "left")
        .join(destinations, DESTINATION, "left")
        .withColumn(PreparedFlows.OUTGOING, expr(BUSIER))
        .withColumn(
            "host", when(col(PreparedFlows.OUTGOING), col(SOURCE)).otherwise(col(DESTINATION)));
  }

  /** All hosts with their flows: enough, taken. */
  private static Dataset<Row> sample(Dataset<Row> owned, int minFlows, int mostHosts) {
    WindowSpec alike = Window.partitionBy("enough");
    Column half = substring(col("host"), 1, Long.BYTES);
    Column otherHalf = substring(col("host"), 1 + Long.BYTES, Long.BYTES);
    Column digest = md5(concat(unsigned(half), lit("/"), unsigned(otherHalf)));
    String taken =
        "enough AND (place + 1) * least(%1$d, hosts) div hosts > place * least(%1$d, hosts) div"
            + " hosts";
    return owned
        .groupBy("host")
        .agg(sum("n").as("n"))
        .withColumn("enough", col("n").geq(minFlows))
        .withColumn(
            "place",
            row_number().over(alike.orderBy(col("n"), digest)).cast("bigint").minus(lit(1L)))
        .withColumn("hosts", count(lit(1)).over(alike))
        .withColumn("taken", expr(taken.formatted(mostHosts)));
  }

  /** Eight bytes as the text of an unsigned number. */
  private static Column unsigned(Column bytes) {
    return conv(hex(bytes), 16, 10);
  }

  /**
   * Counts flows and hosts.
   *
   * @throws IllegalArgumentException if a row has no address on a side, or no host is left
   */
  PreparedFlows.Table counts() {
    Row flows =
        pairs
            .selectExpr(
                "coalesce(sum(n), 0)",
                "coalesce(sum(n) FILTER (WHERE "
                    + SOURCE
                    + " IS NULL AND "
                    + DESTINATION
                    + " IS NULL), 0)",
                "coalesce(sum(wrong), 0)",
                "min(such)")
            .first();
    if (flows.getLong(2) > 0) {
      throw new IllegalArgumentException(
          "rows without an IP address on each side: %,d, such as %s; leave them out of the table"
              .formatted(flows.getLong(2), flows.getString(3)));
    }
    Row hosts =
        sample
            .selectExpr(
                "count(*)",
                "count_if(NOT enough)",
                "coalesce(sum(n) FILTER (WHERE NOT enough), 0)",
                "count_if(enough AND NOT taken)",
                "coalesce(sum(n) FILTER (WHERE enough AND NOT taken), 0)")
            .first();
    return new PreparedFlows.Table(
        flows.getLong(0),
        flows.getLong(1),
        hosts.getLong(0),
        hosts.getLong(1),
        hosts.getLong(2),
        hosts.getLong(3),
        hosts.getLong(4));
  }

  /** Those flows whose host is taken, with {@link PreparedFlows#OUTGOING}. */
  Dataset<Row> taken(Dataset<Row> flows) {
    Dataset<Row> kept =
        owned
            .join(sample.filter("taken").select("host"), "host")
            .select(
                col(SOURCE).as("kept_source"),
                col(DESTINATION).as("kept_destination"),
                col(PreparedFlows.OUTGOING));
    return flows
        .join(
            broadcast(kept),
            col(SOURCE)
                .eqNullSafe(col("kept_source"))
                .and(col(DESTINATION).eqNullSafe(col("kept_destination"))))
        .drop("kept_source", "kept_destination");
  }

  /** Forgets the counts. */
  @Override
  public void close() {
    sample.unpersist();
    owned.unpersist();
    pairs.unpersist();
  }
}
