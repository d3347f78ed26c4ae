package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Continuous;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows of files as they come, neither grouped nor sorted, in a DuckDB database on disk, which
 * {@link #close} deletes. A flow is in memory at a time.
 */
public final class FlowRows implements AutoCloseable {
  private final Scratch scratch;
  private final Connection sql;
  private final String format;
  private final Schema schema;
  private final Rejects rejects;

  FlowRows(Scratch scratch, Connection sql, String format, Schema schema, Rejects rejects) {
    this.scratch = scratch;
    this.sql = sql;
    this.format = format;
    this.schema = schema;
    this.rejects = rejects;
  }

  /** Takes one flow at a time. */
  @FunctionalInterface
  public interface Visitor {
    void visit(Flow flow) throws IOException;
  }

  /** Name of the file format. */
  public String format() {
    return format;
  }

  public Schema schema() {
    return schema;
  }

  /** Malformed lines that were dropped. */
  public long malformed() {
    return rejects.count();
  }

  /** Records of the files that are no flows. */
  public long noFlows() {
    return rejects.noFlows();
  }

  /**
   * Hands the flows to {@code visitor} in the order of the files; gives their number.
   *
   * @throws IOException if they cannot be read, or by the visitor
   */
  public long forEach(Visitor visitor) throws IOException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query())) {
      long flows = 0;
      var draft = new Flow.Draft(schema);
      for (; rows.next(); flows++) {
        fill(draft, rows);
        visitor.visit(draft.flow());
      }
      return flows;
    } catch (SQLException e) {
      throw FlowLoader.failure(e);
    }
  }

  private void fill(Flow.Draft draft, ResultSet rows) throws SQLException {
    int column = 1;
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
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
  }

  private String query() {
    var columns = new ArrayList<String>();
    for (Attribute attribute : schema.attributes()) {
      List<String> its = Columns.of(attribute);
      for (String column : its) {
        if (attribute instanceof Categorical) {
          columns.add(column);
        } else if (attribute instanceof IpAddress) {
          columns.add(SeriesScan.signed(column));
        } else {
          columns.add(SeriesScan.widened(attribute, column));
        }
      }
    }
    return "SELECT " + String.join(", ", columns) + " FROM staged";
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
