package io.stanflow.evaluate.measure;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.DuckTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Flows that can be measured: those of a whole file, or of one half of its hosts. Tables {@code
 * flows} and {@code hosts} of {@link #query} are as {@link DuckTable#sql} has them. Of two sources
 * on one table only the one made last may be used; {@link #close} gives the table back.
 */
public final class FlowSource implements AutoCloseable {
  private static final String HALF = "half";

  private final String name;
  private final DuckTable table;
  private final Query query;
  private final long flows;
  private final int hosts;
  private final boolean whole;

  private FlowSource(String name, DuckTable table, long flows, int hosts, boolean whole) {
    this.name = name;
    this.table = table;
    this.query = new Query(table.sql());
    this.flows = flows;
    this.hosts = hosts;
    this.whole = whole;
  }

  /**
   * All flows of a table.
   *
   * @param name of the file, for the report
   */
  public static FlowSource all(String name, DuckTable table) {
    return new FlowSource(name, table, table.size(), table.hosts(), true);
  }

  /**
   * The flows of one half of the hosts. Hosts in the order of their flows go to the halves by turns
   * (0, 1, 1, 0, 0, 1, ...), so that both have as many hosts, and about as many flows and busy
   * hosts.
   *
   * @param half 0 or 1
   * @param table with at least two hosts
   */
  public static FlowSource half(int half, String name, DuckTable table) throws IOException {
    var query = new Query(table.sql());
    query.execute("CREATE OR REPLACE SCHEMA " + HALF);
    query.execute(
        "CREATE TABLE half.hosts AS SELECT host_high, host_low, flows FROM (SELECT *, row_number()"
            + " OVER (ORDER BY flows DESC, host_high, host_low) AS place FROM main.hosts) WHERE"
            + " (place // 2) % 2 = "
            + half
            + " ORDER BY host_high, host_low");
    query.execute(
        "CREATE TABLE half.flows AS SELECT f.* FROM main.flows f SEMI JOIN half.hosts USING"
            + " (host_high, host_low) ORDER BY f.rowid");
    query.execute("USE " + HALF);
    double[] size = query.row("SELECT count(*), sum(flows) FROM hosts");
    return new FlowSource(name, table, (long) size[1], (int) size[0], false);
  }

  /** As in the report. */
  public String name() {
    return name;
  }

  public Schema schema() {
    return table.schema();
  }

  /** Number of flows in all series. */
  public long flows() {
    return flows;
  }

  /** Number of series. */
  public int hosts() {
    return hosts;
  }

  /** Aggregation over the flows. */
  public Query query() {
    return query;
  }

  String format() {
    return table.format();
  }

  /** The networks of the hosts. */
  List<Cidr> internalBlocks() {
    return table.internal();
  }

  String internal() {
    return table.internal().stream().map(Cidr::toString).collect(Collectors.joining(" "));
  }

  /** Malformed lines of the file. */
  long malformed() {
    return whole ? table.malformed() : 0;
  }

  /** Flows of the file that are in no series. */
  long leftOut() {
    return whole ? table.leftOut() : 0;
  }

  /** Ends the use of the table; the table itself stays open. */
  @Override
  public void close() throws IOException {
    if (!whole) {
      query.execute("USE main");
      query.execute("DROP SCHEMA " + HALF + " CASCADE");
    }
  }
}
