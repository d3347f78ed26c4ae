package io.stanflow.io.draft;

import io.stanflow.flow.TimePattern;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Finds the pattern that the times of a column have, where they are not ISO 8601. */
final class TimePatterns {
  /** Of two that fit, the one whose times lie closer together is right, then the first. */
  private static final List<String> PATTERNS =
      List.of(
          "%d/%m/%Y %H:%M:%S",
          "%m/%d/%Y %H:%M:%S",
          "%d/%m/%Y %I:%M:%S %p",
          "%m/%d/%Y %I:%M:%S %p",
          "%d/%m/%Y %H:%M",
          "%m/%d/%Y %H:%M",
          "%d/%m/%Y %I:%M %p",
          "%m/%d/%Y %I:%M %p",
          "%d.%m.%Y %H:%M:%S",
          "%d.%m.%Y %H:%M",
          "%d-%m-%Y %H:%M:%S",
          "%m-%d-%Y %H:%M:%S",
          "%d-%m-%Y %H:%M",
          "%m-%d-%Y %H:%M",
          "%Y/%m/%d %H:%M:%S",
          "%Y/%m/%dT%H:%M:%S",
          "%Y/%m/%d %H:%M",
          "%Y-%m-%d %H:%M",
          "%Y-%m-%dT%H:%M",
          "%b %d, %Y %H:%M:%S",
          "%d %b %Y %H:%M:%S");

  private static final int FEW_ROWS = 100;
  private static final int ROWS_PER_MISFIT = 1000;

  private TimePatterns() {}

  /**
   * A pattern.
   *
   * @param text of it
   * @param guess whether day and month could be the other way about
   */
  record Found(String text, boolean guess) {}

  /** The pattern of nearly all values of a column of {@code raw}, if they have one. */
  static Optional<Found> of(Connection sql, String field) throws SQLException {
    String quoted = Sql.quote(field);
    String few = "(SELECT * FROM raw WHERE trim(%s) <> '' LIMIT %d)".formatted(quoted, FEW_ROWS);
    String shape = "[\\d/.,: T-]*\\d[/. -].*\\d:\\d.*|[A-Za-z]{3} .*\\d:\\d.*";
    String query = "SELECT count(*) - count(*) FILTER (regexp_full_match(trim(%s), '%s')) FROM %s";
    if (Sql.number(sql, query.formatted(quoted, shape, few)) > FEW_ROWS / 10) {
      return Optional.empty();
    }
    String best = null;
    int fitting = 0;
    long closest = Long.MAX_VALUE;
    for (String pattern : PATTERNS) {
      if (span(sql, field, pattern, few) < 0) {
        continue;
      }
      long span = span(sql, field, pattern, "raw");
      fitting += span >= 0 ? 1 : 0;
      if (span >= 0 && span < closest) {
        best = pattern;
        closest = span;
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(new Found(written(sql, quoted, best), fitting > 1));
  }

  /** µs from the first to the last time, or -1 if too many values are none. */
  private static long span(Connection sql, String field, String pattern, String source)
      throws SQLException {
    String value = Column.time(field, new TimePattern(pattern)).values().get(0);
    String query =
        "SELECT count(*), count(%1$s), coalesce(max(%1$s) - min(%1$s), 0) FROM %2$s"
            .formatted(value, source);
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      long rows = row.getLong(1);
      long wrong = rows - row.getLong(2);
      return rows > 0 && wrong * ROWS_PER_MISFIT <= rows ? row.getLong(3) : -1;
    }
  }

  /** The pattern as the table writes it: without leading zeros where a value has none. */
  private static String written(Connection sql, String quoted, String pattern) throws SQLException {
    String query = "SELECT count(*) FROM raw WHERE regexp_matches(trim(%s), '%s')";
    String written = pattern;
    if (Sql.number(sql, query.formatted(quoted, "(^|[/.-])\\d[/.-]")) > 0) {
      written = written.replace("%d", "%-d").replace("%m", "%-m");
    }
    if (Sql.number(sql, query.formatted(quoted, "[ T]\\d:")) > 0) {
      written = written.replace("%H", "%-H").replace("%I", "%-I");
    }
    return written;
  }
}
