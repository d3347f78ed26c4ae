package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.Columns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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

  private FlowRows(Staged staged, String order) throws IOException, SQLException {
    this.staged = staged;
    size = staged.flows();
    statement = staged.sql().createStatement();
    rows = statement.executeQuery(query(staged.schema()) + " ORDER BY " + order);
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
      return rows.next() ? flow() : null;
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Takes one flow at a time. */
  @FunctionalInterface
  public interface Visitor {
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

  private Flow flow() throws SQLException {
    var draft = new Flow.Draft(schema());
    int column = 1;
    for (int i = 0; i < schema().size(); i++) {
      Attribute attribute = schema().attributes().get(i);
      if (attribute.kind() == Kind.CATEGORICAL) {
        draft.word(i, rows.getString(column++));
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, rows.getDouble(column++));
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, new Address(rows.getLong(column++), rows.getLong(column++)));
      } else {
        draft.number(i, rows.getLong(column++));
      }
    }
    return draft.flow();
  }

  private static String query(Schema schema) {
    var columns = new ArrayList<String>();
    for (Attribute attribute : schema.attributes()) {
      for (String column : Columns.of(attribute)) {
        if (attribute.kind() == Kind.CATEGORICAL) {
          columns.add(column);
        } else if (attribute.kind() == Kind.ADDRESS) {
          columns.add(SeriesScan.signed(column));
        } else {
          columns.add(SeriesScan.widened(attribute, column));
        }
      }
    }
    return "SELECT " + String.join(", ", columns) + " FROM staged";
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
