package io.stanflow.io.draft;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A column of a table whose schema is being drafted; its values lie in a table {@code raw}. */
final class DraftColumn {
  private static final int FEW_WORDS = 20;
  private static final int MOST_WORDS = 1000;
  private static final int ROWS_PER_WORD = 10;

  /** 1.0.0.0, from which on whole numbers may be IPv4 addresses. */
  private static final double FIRST_ADDRESS = 1 << 24;

  private static final String ZERO = "0";

  private final Connection sql;
  private final String field;
  private final String name;
  private final String example;
  private final long rows;
  private final long distinct;
  private final long empty;
  private final double least;
  private final double most;
  private final boolean whole;
  private final boolean lowerCase;
  private final boolean iso;
  private final boolean namesHosts;
  private Attribute attribute;
  private Unit unit;
  private String note = "";

  /**
   * @param field the column of {@code raw}
   * @param name the column's in the file
   * @param example a value
   */
  DraftColumn(Connection sql, String field, String name, String example) throws SQLException {
    this.sql = sql;
    this.field = field;
    this.name = name;
    this.example = example;
    String query =
        """
        SELECT count(*), approx_count_distinct(v), count(*) - count(v),
          coalesce(min(TRY_CAST(v AS DOUBLE)), 0), coalesce(max(abs(TRY_CAST(v AS DOUBLE))), 0),
          coalesce(bool_and(regexp_full_match(v, '\\d+')), false),
          coalesce(NOT bool_or(regexp_matches(v, '[A-Z]')), false),
          coalesce(bool_and(contains(v, 'T')), false),
          coalesce(bool_or(regexp_matches(v, '(\\d+\\.){3}\\d|([0-9a-fA-F]*:){3}|::')), false)
        FROM (SELECT %s AS v FROM raw)\
        """;
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(Sql.quote(field)))) {
      row.next();
      rows = row.getLong(1);
      distinct = row.getLong(2);
      empty = row.getLong(3);
      least = row.getDouble(4);
      most = row.getDouble(5);
      whole = row.getBoolean(6);
      lowerCase = row.getBoolean(7);
      iso = row.getBoolean(8);
      namesHosts = row.getBoolean(9);
    }
  }

  String field() {
    return field;
  }

  String name() {
    return name;
  }

  /** The attribute chosen, or null. */
  Attribute attribute() {
    return attribute;
  }

  /** Makes it no attribute after all. */
  void giveUp() {
    attribute = null;
  }

  /** Makes it this attribute if all values are of its kind. */
  boolean take(Attribute wanted) throws SQLException {
    for (Unit candidate : Kinds.units(wanted)) {
      if (isLikely(wanted, candidate) && fits(wanted, candidate)) {
        attribute = wanted;
        unit = candidate;
        return true;
      }
    }
    return false;
  }

  private boolean isLikely(Attribute wanted, Unit candidate) {
    return switch (candidate) {
      case TEXT -> !iso;
      case S, MS, US, NS -> candidate == (wanted.kind().isTime() ? epochUnit() : durationUnit());
      case LOWERCASE -> lowerCase && !whole;
      case KEYWORD -> !lowerCase;
      case LETTERS -> !whole;
      case NUMBER -> whole && (wanted.kind() != Kind.ADDRESS || least >= FIRST_ADDRESS);
      default -> wanted.kind() != Kind.CATEGORICAL || hasFewWords();
    };
  }

  /** By its magnitude: a time of this century. */
  private Unit epochUnit() {
    return most < 1e11 ? Unit.S : most < 1e14 ? Unit.MS : most < 1e17 ? Unit.US : Unit.NS;
  }

  /** Whole numbers too large for seconds, or for milliseconds, are of the next unit. */
  private Unit durationUnit() {
    return !whole || most <= 86_400 ? Unit.S : most <= 86_400_000 ? Unit.MS : Unit.US;
  }

  private boolean hasFewWords() {
    return distinct <= Math.max(FEW_WORDS, Math.min(MOST_WORDS, rows / ROWS_PER_WORD));
  }

  private boolean fits(Attribute wanted, Unit candidate) throws SQLException {
    Column column = Kinds.column(field, wanted, candidate);
    column = mayBeZero(wanted) ? column.withEmpty(ZERO) : column;
    String wrong = String.join(" IS NULL OR ", column.values()) + " IS NULL";
    try (Statement statement = sql.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT NOT EXISTS (SELECT 1 FROM raw WHERE " + wrong + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Whether an empty field can be taken for 0. */
  private boolean mayBeZero(Attribute wanted) {
    return empty > 0
        && empty < rows
        && !wanted.kind().isTime()
        && wanted.kind() != Kind.ADDRESS
        && wanted.kind() != Kind.CATEGORICAL;
  }

  /** Makes it an attribute by its values alone, or says why it is none. */
  void takeByValues(String own) throws SQLException {
    String meaning = String.valueOf(ColumnNames.meaning(name));
    boolean time = meaning.equals(Schema.TIME) || meaning.equals(ColumnNames.END);
    if (namesHosts || meaning.endsWith("Address")) {
      note = "names hosts; only IP addresses of both sides, with a time, are learned";
    } else if (isTime() || (time && fits(Attribute.start(Schema.TIME), epochUnit()))) {
      note = "a further time; a flow has one";
    } else if (!take(Attribute.count(own))
        && !take(Attribute.continuous(own))
        && !take(Attribute.categorical(own))) {
      note = "about " + distinct + " different words";
    }
  }

  /** Whether all values are times in text. */
  boolean isTime() throws SQLException {
    return fits(Attribute.start(Schema.TIME), Unit.TEXT);
  }

  /** The line of the schema. */
  String line() {
    var text = new StringBuilder("  - {column: ").append(yaml(name));
    if (attribute == null) {
      text.append(", kind: none");
    } else {
      if (!attribute.name().equals(name) && !attribute.kind().isTime()) {
        text.append(", attribute: ").append(yaml(attribute.name()));
      }
      text.append(", kind: ").append(Kinds.word(attribute.kind()));
      text.append(unit == Unit.PLAIN ? "" : ", unit: " + unit.word());
      text.append(mayBeZero(attribute) ? ", empty: " + ZERO : "");
    }
    return text.append("}  # ").append(InputException.shown(example)).append(remark()) + "\n";
  }

  private String remark() {
    if (attribute == null) {
      return " - " + note;
    } else if (mayBeZero(attribute)) {
      return " - empty in %,d of %,d lines".formatted(empty, rows);
    }
    return attribute.kind() == Kind.DURATION && whole ? " - the unit is a guess" : "";
  }

  /** A YAML scalar, in quotes where it is more than a plain word. */
  static String yaml(String text) {
    return text.matches("[A-Za-z_][\\w.-]*") ? text : "'" + text.replace("'", "''") + "'";
  }
}
