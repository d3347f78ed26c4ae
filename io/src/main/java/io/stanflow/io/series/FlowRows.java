package io.stanflow.io.series;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * All flows of files, one after the other, not grouped by host. Larger than memory is fine: they
 * lie in a DuckDB database on disk, which {@link #close} deletes.
 */
public final class FlowRows implements AutoCloseable {
  private final Staged staged;
  private final long size;
  private final Statement statement;
  private final ResultSet rows;
  private final FlowColumns columns;
  private final Flow.Draft draft;

  private FlowRows(Staged staged, String order) throws IOException, SQLException {
    this.staged = staged;
    size = staged.flows();
    statement = staged.sql().createStatement();
    columns = FlowColumns.ofRows(schema());
    draft = new Flow.Draft(schema());
    rows = statement.executeQuery("SELECT " + columns.select() + " FROM staged ORDER BY " + order);
  }

  /** In the order of the files. */
  public static FlowRows asTheyCome(Staged staged) throws IOException, SQLException {
    return new FlowRows(staged, "rowid");
  }

  /** In the order of their ends, as exporters have them; without a time as they come. */
  public static FlowRows inTime(Staged staged) throws IOException, SQLException {
    return new FlowRows(staged, order(staged.schema()));
  }

  /** Name of the file format. */
  public String format() {
    return staged.origin().format();
  }

  public Schema schema() {
    return staged.schema();
  }

  /** Flows in all. */
  public long size() {
    return size;
  }

  /** Malformed lines or packets that were dropped. */
  public long malformed() {
    return staged.rejects().count();
  }

  /** What else of the files was left out, a sentence each, for the user. */
  public List<String> notes() {
    return staged.notes();
  }

  /** The next flow, or null after the last. */
  public Flow next() throws IOException {
    try {
      if (!rows.next()) {
        return null;
      }
      columns.read(rows, draft);
      return draft.flow();
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Takes one flow at a time. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes the next one. */
    void visit(Flow flow) throws IOException;
  }

  /** Hands all flows that are left to {@code visitor}; gives their number. */
  public long forEach(Visitor visitor) throws IOException {
    long flows = 0;
    for (Flow flow; (flow = next()) != null; flows++) {
      visitor.visit(flow);
    }
    return flows;
  }

  private static String order(Schema schema) {
    int time = schema.index(Schema.TIME);
    if (time < 0) {
      return "rowid";
    }
    boolean atStart = schema.kind(time) == Kind.START && schema.has(Schema.DURATION);
    String end = Sql.quote(Schema.TIME);
    return (atStart ? end + " + " + Sql.quote(Schema.DURATION) : end) + ", rowid";
  }

  /** Deletes what was read. */
  @Override
  public void close() throws IOException {
    try (staged) {
      statement.close();
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }
}
