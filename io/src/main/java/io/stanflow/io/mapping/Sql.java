package io.stanflow.io.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Words of DuckDB's SQL, statements without rows, and DuckDB's failures. */
public final class Sql {
  private Sql() {}

  /** A name as an identifier in double quotes, whatever letters it has. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as a string in single quotes. */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** The path as a string, with DuckDB's glob characters made literal. */
  public static String literal(Path path) {
    return literal(path.toString().replaceAll("[*?\\[]", "[$0]"));
  }

  /** Runs a statement whose result nobody wants. */
  public static void execute(Connection sql, String statement) throws SQLException {
    try (Statement s = sql.createStatement()) {
      s.execute(statement);
    }
  }

  /** The whole number in the first column of a query's first row. */
  public static long number(Connection sql, String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What DuckDB says in its first line, as a checked exception that is not about the input. */
  public static IOException failure(SQLException e) {
    String message = firstLine(e);
    String remedy = message.contains("Out of Memory") ? "; allow more memory or fewer threads" : "";
    return new IOException("DuckDB: " + message + remedy, e);
  }

  /** What DuckDB says in its first line; empty if nothing. */
  public static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
