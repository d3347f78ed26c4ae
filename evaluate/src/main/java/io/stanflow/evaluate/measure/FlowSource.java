package io.stanflow.evaluate.measure;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Flows that can be measured: those of a whole file, or those of some of its hosts. Tables {@code
 * flows} and {@code hosts} of {@link #query} are as {@link DuckTable#sql} has them, and {@link
 * Steps}. Of two sources on one table only the one made last may be used; {@link #close} gives the
 * table back.
 */
public final class FlowSource implements Measurable, AutoCloseable {
  /** Table of the flows in the order of the series. */
  public static final String FLOWS = "flows";

  private static final String WRITTEN = "written";
  private static final String WRITTEN_STEPS = "writtenSteps";

  private static final String PART = "part";
  private static final String HASH = "(hash(" + FlowSql.HOST + ") >> 1)::BIGINT";

  private final String name;
  private final DuckTable table;
  private final DuckQuery query;
  private final long flows;
  private final int hosts;
  private final boolean whole;

  private FlowSource(String name, DuckTable table, long flows, int hosts, boolean whole)
      throws IOException {
    this.name = name;
    this.table = table;
    this.query = new DuckQuery(table.sql());
    this.flows = flows;
    this.hosts = hosts;
    this.whole = whole;
    Steps.create(table.schema(), query, FLOWS, Steps.TABLE);
  }

  /**
   * All flows of a table.
   *
   * @param name of the file, for the report
   */
  public static FlowSource all(String name, DuckTable table) throws IOException {
    return new FlowSource(name, table, table.size(), table.hosts(), true);
  }

  /**
   * The hosts of a table in two {@link HostHalves}.
   *
   * @param table with at least two hosts
   * @return hashes of the hosts' addresses, the same in every file
   */
  public static List<long[]> halves(DuckTable table) throws IOException {
    var query = new DuckQuery(table.sql());
    var halves = new ArrayList<long[]>();
    for (int half = 0; half < 2; half++) {
      halves.add(query.longs("SELECT " + HASH + " FROM (" + HostHalves.sql(half) + ")"));
    }
    return halves;
  }

  /**
   * The flows of some hosts.
   *
   * @param chosen as {@link #halves} gives them; those that the table lacks do not count
   */
  public static FlowSource of(long[] chosen, String name, DuckTable table) throws IOException {
    var query = new DuckQuery(table.sql());
    query.load("chosen", List.of("host"), chosen);
    query.execute("CREATE OR REPLACE SCHEMA " + PART);
    query.execute(
        "CREATE TABLE part.hosts AS SELECT * FROM main.hosts WHERE "
            + HASH
            + " IN (SELECT host FROM chosen) ORDER BY host_high, host_low");
    query.execute(
        "CREATE TABLE part.flows AS SELECT f.* FROM main.flows f SEMI JOIN part.hosts USING"
            + " (host_high, host_low) ORDER BY f.rowid");
    query.execute("USE " + PART);
    double[] size = query.row("SELECT count(*), coalesce(sum(flows), 0) FROM hosts");
    return new FlowSource(name, table, (long) size[1], (int) size[0], false);
  }

  /** Takes what it needs of flows that stand in tables. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads tables of flows and of their {@link Steps}. */
    T read(String flows, String steps) throws IOException;
  }

  /**
   * Reads the flows of each host in the order of time and, in one time, as they stand in the file:
   * tables as {@link #query} has them, for as long as the reader reads.
   *
   * @return empty where the file's order is that of the series
   */
  public <T> Optional<T> inFileOrder(Reader<T> reader) throws IOException {
    if (!FlowColumns.hasPlaces(schema())) {
      return Optional.empty();
    }
    query.table(
        WRITTEN, "SELECT * FROM %s ORDER BY %s, time, place_".formatted(FLOWS, FlowSql.HOST));
    Steps.create(schema(), query, WRITTEN, WRITTEN_STEPS);
    try {
      return Optional.of(reader.read(WRITTEN, WRITTEN_STEPS));
    } finally {
      query.drop(WRITTEN_STEPS);
      query.drop(WRITTEN);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public long flows() {
    return flows;
  }

  @Override
  public int hosts() {
    return hosts;
  }

  @Override
  public DuckQuery query() {
    return query;
  }

  @Override
  public String format() {
    return table.format();
  }

  @Override
  public List<Cidr> internal() {
    return table.internal();
  }

  @Override
  public long malformed() {
    return whole ? table.malformed() : 0;
  }

  @Override
  public long leftOut() {
    return whole ? table.leftOut() : 0;
  }

  /** Ends the use of the table; the table itself stays open. */
  @Override
  public void close() throws IOException {
    query.drop(Steps.TABLE);
    if (!whole) {
      query.execute("USE main");
      query.execute("DROP SCHEMA " + PART + " CASCADE");
    }
  }
}
