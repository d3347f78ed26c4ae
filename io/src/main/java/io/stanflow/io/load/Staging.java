package io.stanflow.io.load;

import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the rows of one file into {@code staged}. DuckDB's reader does it at full speed; if it
 * stumbles, {@link LineStaging} goes through the file again line by line to name the culprit, with
 * the same SQL for the values.
 */
final class Staging {
  private Staging() {}

  static void stage(Connection sql, InputFile file, FileMapping mapping, Rejects rejects)
      throws IOException, SQLException {
    SQLException stumble;
    try (Statement statement = sql.createStatement()) {
      long records = records(sql, file, mapping);
      long flows = statement.executeUpdate(insert(mapping, source(file, mapping)));
      rejects.addNoFlows(Math.max(0, records - flows));
      return;
    } catch (SQLException e) {
      stumble = e;
    }
    if (isOurFault(stumble)) {
      throw stumble;
    }
    if (mapping.text() == null) {
      ParquetStaging.stage(sql, file, mapping, rejects);
      return;
    }
    LineStaging.stage(sql, file, mapping, rejects);
  }

  /** Lines of data where some may be no flows, else 0; they need not be cut for that. */
  private static long records(Connection sql, InputFile file, FileMapping mapping)
      throws SQLException {
    FileMapping.Text text = mapping.text();
    if (text == null || text.noFlow() == null) {
      return 0;
    }
    String skip = text.skip() == null ? "false" : text.skip();
    String query =
        "SELECT count(*) FROM %s WHERE (%s) IS NOT TRUE".formatted(lines(file, mapping), skip);
    return Sql.number(sql, query);
  }

  /** Failures that no line of the file is to blame for. */
  private static boolean isOurFault(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Out of Memory") || message.contains("No space left");
  }

  static String insert(FileMapping mapping, String source) {
    return "INSERT INTO staged SELECT " + mapping.select() + " FROM " + source;
  }

  private static String source(InputFile file, FileMapping mapping) {
    FileMapping.Text text = mapping.text();
    if (text == null) {
      return ParquetStaging.source(file);
    }
    String source = mapping.fieldsOf(lines(file, mapping), FileMapping.LINE) + " WHERE true";
    for (String condition : Arrays.asList(text.skip(), text.noFlow())) {
      source += condition == null ? "" : " AND (" + condition + ") IS NOT TRUE";
    }
    return source;
  }

  /** All lines of a text file, as DuckDB's reader cuts them. */
  private static String lines(InputFile file, FileMapping mapping) {
    FileMapping.Text text = mapping.text();
    List<String> types = new ArrayList<>();
    for (String cell : mapping.cells()) {
      types.add(Sql.literal(cell) + ": 'VARCHAR'");
    }
    String quote = text.quoted() ? "'\"'" : "''";
    return "read_csv(%s, auto_detect = false, delim = %s, header = %s, quote = %s, escape = %s, "
            .formatted(
                Sql.literal(file.path()),
                Sql.literal(String.valueOf(text.separator())),
                text.header(),
                quote,
                quote)
        + "null_padding = %s, columns = {%s})".formatted(text.ragged(), String.join(", ", types));
  }
}
