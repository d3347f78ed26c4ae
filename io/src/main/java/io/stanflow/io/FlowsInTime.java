package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Continuous;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Attribute.Timestamp;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * All flows of files in the order of their ends, which is that of an exporter; without a time, in
 * the order of the files. Larger than memory is fine.
 */
public final class FlowsInTime implements AutoCloseable {
  private final Staged staged;
  private final long size;
  private final Statement statement;
  private final ResultSet rows;

  private FlowsInTime(Staged staged) throws IOException, SQLException {
    this.staged = staged;
    size = staged.flows();
    statement = staged.sql().createStatement();
    rows = statement.executeQuery(query(staged.schema()));
  }

  static FlowsInTime of(Staged staged) throws IOException, SQLException {
    return new FlowsInTime(staged);
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
    return staged.malformed();
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
      throw FlowLoader.failure(e);
    }
  }

  private Flow flow() throws SQLException {
    var draft = new Flow.Draft(schema());
    int column = 1;
    for (int i = 0; i < schema().size(); i++) {
      Attribute attribute = schema().attributes().get(i);
      if (attribute instanceof Categorical) {
        draft.word(i, rows.getString(column++));
      } else if (attribute instanceof Continuous) {
        draft.real(i, rows.getDouble(column++));
      } else if (attribute instanceof IpAddress) {
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
        if (attribute instanceof Categorical) {
          columns.add(column);
        } else if (attribute instanceof IpAddress) {
          columns.add(SeriesScan.signed(column));
        } else {
          columns.add(SeriesScan.widened(attribute, column));
        }
      }
    }
    return "SELECT " + String.join(", ", columns) + " FROM staged ORDER BY " + order(schema);
  }

  private static String order(Schema schema) {
    int time = schema.index(Schema.TIME);
    if (time < 0) {
      return "rowid";
    }
    boolean atStart =
        ((Timestamp) schema.attributes().get(time)).edge() == Timestamp.Edge.START
            && schema.has(Schema.DURATION);
    String end = Macros.quote(Schema.TIME);
    return (atStart ? end + " + " + Macros.quote(Schema.DURATION) : end) + ", rowid";
  }

  /** Deletes what was read. */
  @Override
  public void close() throws IOException {
    try (staged) {
      statement.close();
    } catch (SQLException e) {
      throw FlowLoader.failure(e);
    }
  }
}
