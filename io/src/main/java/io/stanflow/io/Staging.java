package io.stanflow.io;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the rows of one file into {@code staged}. DuckDB's reader does it at full speed; if it
 * stumbles, {@link LineStaging} goes through the file again line by line to name the culprit, with
 * the same SQL for the values.
 */
final class Staging {
  private Staging() {}

  static void stage(Connection sql, InputFile file, Layout layout, Rejects rejects)
      throws IOException, SQLException {
    SQLException stumble;
    try (Statement statement = sql.createStatement()) {
      statement.execute(insert(layout, source(file, layout)));
      return;
    } catch (SQLException e) {
      stumble = e;
    }
    if (isOurFault(stumble)) {
      throw stumble;
    }
    if (layout.text() == null) {
      ParquetStaging.stage(sql, file, layout, rejects);
      return;
    }
    LineStaging.stage(sql, file, layout, rejects);
  }

  /** Failures that no line of the file is to blame for. */
  private static boolean isOurFault(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Out of Memory") || message.contains("No space left");
  }

  static String insert(Layout layout, String source) {
    return "INSERT INTO staged SELECT " + layout.select() + " FROM " + source;
  }

  private static String source(InputFile file, Layout layout) {
    Layout.Text text = layout.text();
    if (text == null) {
      return ParquetStaging.source(file);
    }
    List<String> types = new ArrayList<>();
    for (String field : layout.fields()) {
      types.add(Macros.literal(field) + ": 'VARCHAR'");
    }
    String quote = text.quoted() ? "'\"'" : "''";
    return "read_csv("
        + pathLiteral(file.path())
        + ", auto_detect = false, delim = "
        + Macros.literal(String.valueOf(text.delimiter()))
        + ", header = "
        + text.header()
        + ", quote = "
        + quote
        + ", escape = "
        + quote
        + ", null_padding = "
        + text.ragged()
        + ", columns = {"
        + String.join(", ", types)
        + "}) WHERE "
        + (text.skip() == null ? "true" : "(" + text.skip() + ") IS NOT TRUE");
  }

  /** The path as an SQL string, with DuckDB's glob characters made literal. */
  static String pathLiteral(Path path) {
    return Macros.literal(path.toString().replaceAll("[*?\\[]", "[$0]"));
  }
}
