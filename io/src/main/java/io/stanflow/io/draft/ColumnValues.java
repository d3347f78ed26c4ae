package io.stanflow.io.draft;

import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the values of a column are like. Null marks are none of them but in {@code distinct}.
 *
 * @param rows of the table
 * @param distinct different texts, estimated
 * @param empty fields
 * @param marked fields that hold a null mark
 * @param marks the null marks that occur
 * @param least number, 0 if none is one
 * @param leastOther number that is not 0, 0 if none is
 * @param most number by its size, 0 if none is one
 * @param whole whether all are whole numbers without a sign
 * @param integers whether all numbers among them are whole
 * @param numbers whether all are numbers
 * @param lowerCase whether none has a capital letter
 * @param iso whether all have a {@code T}
 * @param namesHosts whether one looks like an address
 * @param domains whether most look like the names of hosts
 * @param decimalComma whether all are numbers with a comma in place of the point
 */
record ColumnValues(
    long rows,
    long distinct,
    long empty,
    long marked,
    Set<String> marks,
    double least,
    double leastOther,
    double most,
    boolean whole,
    boolean integers,
    boolean numbers,
    boolean lowerCase,
    boolean iso,
    boolean namesHosts,
    boolean domains,
    boolean decimalComma) {
  /** What other tools write where there is no value. */
  private static final List<String> MARKS =
      List.of(
          "-",
          "NaN",
          "nan",
          "NA",
          "N/A",
          "null",
          "NULL",
          "None",
          "Infinity",
          "-Infinity",
          "inf",
          "-inf",
          "\\N",
          "(empty)");

  private static final String MARK_LIST =
      MARKS.stream().map(Sql::literal).collect(Collectors.joining(", ", "(", ")"));

  /** 2000-01-01 and 2100-01-01 in seconds since 1970. */
  private static final double EPOCH_FROM = 946_684_800;

  private static final double EPOCH_TO = 4_102_444_800.0;

  /** Times of one table lie within so much of one another. */
  private static final double EPOCH_SPREAD = 1.1;

  private static final int FEW_ROWS = 20;

  /** The values of a column of {@code raw}. */
  static ColumnValues of(Connection sql, String field) throws SQLException {
    String query =
        """
        WITH t AS (SELECT nullif(trim(%1$s), '') AS v FROM raw),
        m AS (SELECT v, v IN %2$s AS marked, CASE WHEN v NOT IN %2$s THEN v END AS u FROM t),
        n AS (SELECT *, TRY_CAST(u AS DOUBLE) AS d FROM m)
        SELECT count(*), approx_count_distinct(v), count(*) - count(v),
          count(*) FILTER (marked),
          list_sort(list(DISTINCT v) FILTER (marked)),
          coalesce(min(d), 0), coalesce(min(d) FILTER (d <> 0), 0), coalesce(max(abs(d)), 0),
          coalesce(bool_and(regexp_full_match(u, '\\d+')), false),
          coalesce(bool_and(regexp_full_match(u, '-?\\d+')) FILTER (d IS NOT NULL), false),
          coalesce(bool_and(d IS NOT NULL) FILTER (u IS NOT NULL), false),
          coalesce(NOT bool_or(regexp_matches(u, '[A-Z]')), false),
          coalesce(bool_and(contains(u, 'T')), false),
          coalesce(bool_or(regexp_matches(u, '(\\d+\\.){3}\\d|([0-9a-fA-F]*:){3}|::')), false),
          coalesce(avg(regexp_full_match(u, '([A-Za-z0-9_-]+\\.)+[A-Za-z]{2,}\\.?')::INTEGER)
            > 0.5, false),
          coalesce(bool_and(regexp_full_match(u, '-?\\d*,\\d+')), false)
        FROM n\
        """;
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(Sql.quote(field), MARK_LIST))) {
      row.next();
      Set<String> marks = new LinkedHashSet<>();
      if (row.getArray(5) != null) {
        for (Object mark : (Object[]) row.getArray(5).getArray()) {
          marks.add((String) mark);
        }
      }
      return new ColumnValues(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          marks,
          row.getDouble(6),
          row.getDouble(7),
          row.getDouble(8),
          row.getBoolean(9),
          row.getBoolean(10),
          row.getBoolean(11),
          row.getBoolean(12),
          row.getBoolean(13),
          row.getBoolean(14),
          row.getBoolean(15),
          row.getBoolean(16));
    }
  }

  /** SQL for the text that is read in place of a field's. */
  static String text(String field, boolean decimalComma) {
    return decimalComma ? "replace(" + field + ", ',', '.')" : field;
  }

  /** SQL for whether a field holds a null mark or, if {@code orEmpty}, nothing. */
  static String missing(String field, boolean orEmpty) {
    return "coalesce(trim(%1$s) IN %2$s, %3$s)%4$s"
        .formatted(field, MARK_LIST, orEmpty, orEmpty ? " OR trim(" + field + ") = ''" : "");
  }

  /** By its magnitude: a time of this century. */
  Unit epochUnit() {
    return Kinds.epochUnit(most);
  }

  /** Whether all numbers but 0 can be times of one capture. */
  boolean areTimes() {
    double scale =
        switch (epochUnit()) {
          case MS -> 1e3;
          case US -> 1e6;
          case NS -> 1e9;
          default -> 1;
        };
    return numbers
        && rows >= 2
        && leastOther >= EPOCH_FROM * scale
        && most <= EPOCH_TO * scale
        && most <= EPOCH_SPREAD * leastOther;
  }

  /** Whether nearly every row has a whole number of its own. */
  boolean areUnique() {
    return whole && rows >= FEW_ROWS && distinct > 0.8 * rows; // distinct is an estimate
  }

  /** Whether each number of a column of {@code raw} is larger than the one before. */
  static boolean areIncreasing(Connection sql, String field) throws SQLException {
    String query =
        "SELECT count(*) FROM (SELECT n <= lag(n) OVER (ORDER BY rowid) AS back FROM"
            + " (SELECT TRY_CAST(%s AS DOUBLE) AS n, rowid FROM raw)) WHERE back";
    return Sql.number(sql, query.formatted(Sql.quote(field))) == 0;
  }
}
