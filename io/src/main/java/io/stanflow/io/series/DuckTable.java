package io.stanflow.io.series;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Flows sorted by host and time in a DuckDB database on disk, which {@link #close} deletes. Larger
 * than memory is fine as long as each host's series fits.
 */
public final class DuckTable implements FlowTable, AutoCloseable {
  /**
   * @param flows in all series
   * @param hosts series
   * @param read flows in the files, also those without an internal side or of hosts with too few
   */
  record Counts(long flows, int hosts, long read) {}

  private final Staged staged;
  private final InternalNetworks networks;
  private final List<String[]> words;
  private final Counts counts;
  private final ReadOptions.Hosts whose;

  /**
   * @param words for each attribute the words of its ENUM in order, or null if not categorical
   */
  DuckTable(
      Staged staged,
      InternalNetworks networks,
      List<String[]> words,
      Counts counts,
      ReadOptions.Hosts whose) {
    this.staged = staged;
    this.networks = networks;
    this.words = words;
    this.counts = counts;
    this.whose = whose;
  }

  @Override
  public Schema schema() {
    return staged.schema();
  }

  @Override
  public String format() {
    return staged.origin().format();
  }

  /** How the user's own table held the flows; empty for a known format. */
  public Optional<TableLayout> layout() {
    return staged.origin().layout();
  }

  /** The schema drafted for a table that came without one, to read others of its kind by. */
  public Optional<SchemaFile> draft() {
    return staged.origin().drafted();
  }

  /** Columns of the user's own table that are no attributes; of the first file. */
  public List<String> unread() {
    return staged.origin().unread();
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

  /** Whose series these are: as asked for, or for prepared flows as asked for then. */
  public ReadOptions.Hosts whose() {
    return whose;
  }

  /** Malformed lines or packets that were dropped. */
  public long malformed() {
    return staged.rejects().count();
  }

  /** What else of the files was left out, a sentence each, for the user. */
  public List<String> notes() {
    return staged.notes();
  }

  /** Flows that are in no series: no side is internal, or the host has too few flows. */
  public long leftOut() {
    return counts.read - counts.flows;
  }

  @Override
  public void forEachSeries(Visitor visitor) throws IOException {
    try {
      SeriesScan.forEach(staged.sql(), staged.schema(), words, visitor);
    } catch (SQLException e) {
      throw Sql.failure(e);
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
   * categorical ones; other addresses are two UBIGINT columns {@code NAME_high, NAME_low}; then
   * with time {@code place_}, a number that grows along the files. Table {@code hosts} has {@code
   * host_high, host_low, flows} in order of address. Tables without addresses have no {@code hosts}
   * and neither the first five columns nor the last.
   */
  public Connection sql() {
    return staged.sql();
  }

  /** Deletes the database. */
  @Override
  public void close() throws IOException {
    staged.close();
  }
}
