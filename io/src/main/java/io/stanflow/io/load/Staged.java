package io.stanflow.io.load;

import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.file.Scratch;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Flows in the table {@code staged}, in the order of the files.
 *
 * @param firstName the first file as the user named it, for messages
 * @param rejects lines or packets dropped
 * @param notes what else was left out, see {@code Decoder.notes}
 */
public record Staged(
    Scratch scratch,
    Connection sql,
    Origin origin,
    Schema schema,
    String firstName,
    Rejects rejects,
    List<String> notes)
    implements AutoCloseable {
  /**
   * Where the flows come from.
   *
   * @param format name of the file format
   * @param layout of the user's own table; empty for a known format
   * @param unread columns of that table that are no attributes
   * @param drafted schema that such a table was read by where the user gave none
   * @param prepared what is said of a folder of prepared flows; {@code staged} has the columns of
   *     {@code FlowColumns.CHOSEN} then
   */
  public record Origin(
      String format,
      Optional<TableLayout> layout,
      List<String> unread,
      Optional<SchemaFile> drafted,
      Optional<PreparedFlows> prepared) {}

  /** Deletes the database. */
  @Override
  public void close() throws IOException {
    try {
      sql.close();
    } catch (SQLException e) {
      throw Sql.failure(e);
    } finally {
      scratch.close();
    }
  }

  /**
   * Flows read.
   *
   * @throws io.stanflow.io.file.InputException if there are none
   */
  public long flows() throws IOException, SQLException {
    long flows = Sql.number(sql, "SELECT count(*) FROM staged");
    if (flows == 0) {
      throw rejects.nothingIn(firstName, notes);
    }
    return flows;
  }
}
