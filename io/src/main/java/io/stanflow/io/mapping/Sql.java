package io.stanflow.io.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Words of DuckDB's SQL, and its failures. */
public final class Sql {
  private Sql() {}

  /** An identifier. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A string. */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** The path as a string, with DuckDB's glob characters made literal. */
  public static String literal(Path path) {
    return literal(path.toString().replaceAll("[*?\\[]", "[$0]"));
  }

  /** What DuckDB says in its first line, as a checked exception that is not about the input. */
  public static IOException failure(SQLException e) {
    String message = firstLine(e);
    String remedy = message.contains("Out of Memory") ? "; allow more memory or fewer threads" : "";
    return new IOException("DuckDB: " + message + remedy, e);
  }

  public static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
