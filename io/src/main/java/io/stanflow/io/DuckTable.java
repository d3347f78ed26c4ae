package io.stanflow.io;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Flows sorted by host and time in a DuckDB database on disk, which {@link #close} deletes. Larger
 * than memory is fine as long as each host's series fits.
 */
public final class DuckTable implements FlowTable, AutoCloseable {
  /**
   * @param flows in all series
   * @param hosts series
   * @param read flows in the files, also those without an internal side or of hosts with too few
   * @param malformed lines dropped
   * @param noFlows records in the files that are no flows
   */
  record Counts(long flows, int hosts, long read, long malformed, long noFlows) {}

  private final Scratch scratch;
  private final Connection sql;
  private final String format;
  private final Schema schema;
  private final InternalNetworks networks;
  private final List<String[]> words;
  private final Counts counts;

  /**
   * @param words for each attribute the words of its ENUM in order, or null if not categorical
   */
  DuckTable(
      Scratch scratch,
      Connection sql,
      String format,
      Schema schema,
      InternalNetworks networks,
      List<String[]> words,
      Counts counts) {
    this.scratch = scratch;
    this.sql = sql;
    this.format = format;
    this.schema = schema;
    this.networks = networks;
    this.words = words;
    this.counts = counts;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public long size() {
    return counts.flows;
  }

  @Override
  public int hosts() {
    return counts.hosts;
  }

  @Override
  public List<Cidr> internal() {
    return networks.blocks();
  }

  /** One sentence for the user: which networks are internal, and why. */
  public String internalNote() {
    return networks.note();
  }

  /** Malformed lines that were dropped. */
  public long malformed() {
    return counts.malformed;
  }

  /** Records that are no flows of hosts with addresses, which some formats have between flows. */
  public long noFlows() {
    return counts.noFlows;
  }

  /** Flows that are in no series: no side is internal, or the host has too few flows. */
  public long leftOut() {
    return counts.read - counts.flows;
  }

  @Override
  public void forEachSeries(Visitor visitor) throws IOException {
    try {
      new SeriesScan(sql, schema, words).forEach(visitor);
    } catch (SQLException e) {
      throw FlowLoader.failure(e);
    }
  }

  /**
   * The database, for aggregation in SQL; it belongs to this table and must not be closed.
   *
   * <p>Table {@code flows} has the flows in the order of the series. Its columns are {@code
   * host_high, host_low, peer_high, peer_low} (UBIGINT, the halves of {@link
   * io.stanflow.flow.Address}) and {@code outgoing} (BOOLEAN, the host is the source), then a
   * column for each attribute of {@link #schema} under its name, source and destination address
   * excepted: BIGINT in the attribute's unit (µs for times), DOUBLE for continuous ones, ENUM for
   * categorical ones; other addresses are two UBIGINT columns {@code NAME_high, NAME_low}. Table
   * {@code hosts} has {@code host_high, host_low, flows} in order of address. Tables without
   * addresses have no {@code hosts} and none of the first five columns.
   */
  public Connection sql() {
    return sql;
  }

  /** Deletes the database. */
  @Override
  public void close() throws IOException {
    try (scratch) {
      sql.close();
    } catch (SQLException e) {
      throw FlowLoader.failure(e);
    }
  }
}
