package io.stanflow.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * How a text table of the user's own holds flows, so that synthetic ones can be written the same
 * way. Plain data, part of the model file.
 *
 * @param delimiter one character: comma, semicolon, tab, bar or blank; or {@link #JSON}, of a table
 *     whose lines are JSON objects
 * @param quoted whether fields may stand in double quotes (RFC 4180)
 * @param header whether the first line names the columns
 * @param columns one for each attribute of the schema, in its order
 */
public record TableLayout(
    String delimiter, boolean quoted, boolean header, List<TableLayout.Column> columns) {
  /** Stands for the delimiter where each line is a JSON object. */
  public static final String JSON = "json";

  private static final String DELIMITERS = ",;\t| ";

  /** What the text of a column is, where its kind leaves a choice. */
  public enum Unit {
    /** The kind has one text only. */
    PLAIN,
    /** Seconds: of a duration, or since the epoch. */
    S,
    MS,
    US,
    NS,
    /** Time as {@code 2016-04-11 00:01:38.250}, UTC. */
    TEXT,
    /** Time as {@code 2016-04-11T00:01:38.250Z}. */
    ISO,
    /** Time as the column's {@link TimePattern} has it. */
    PATTERN,
    /** TCP flags as {@code .AP.SF}. */
    LETTERS,
    /** TCP flags, a protocol or an IPv4 address as a number. */
    NUMBER,
    /** Protocol as {@code TCP}. */
    KEYWORD,
    /** Protocol as {@code tcp}. */
    LOWERCASE;

    /** As a schema file has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A column.
   *
   * @param name in the file
   * @param unit of its text
   * @param decimals of a second in a time that is text, 0 to 6; else 0
   * @param empty text that an empty field was read as; null where none may be empty
   * @param pattern of times in {@link Unit#PATTERN}, else null
   * @param end whether a duration stands as the time at which its flow ends
   */
  public record Column(
      String name,
      Unit unit,
      @Range(least = 0, most = 6) int decimals,
      String empty,
      String pattern,
      boolean end) {
    public Column {
      boolean named = !name.isEmpty() && name.chars().noneMatch(Character::isISOControl);
      if (!named || unit == null || decimals < 0 || decimals > 6) {
        throw new IllegalArgumentException("no column of a table: " + name + ", " + unit);
      }
      if ((unit == Unit.PATTERN) != (pattern != null)) {
        throw new IllegalArgumentException("a pattern of times is missing or idle: " + name);
      }
      if (pattern != null) {
        new TimePattern(pattern);
      }
    }

    /** A column without a pattern, whose values stand as themselves. */
    public Column(String name, Unit unit, int decimals, String empty) {
      this(name, unit, decimals, empty, null, false);
    }

    /** Whether its times are text, which has decimals. */
    public boolean isTextTime() {
      return unit == Unit.TEXT || unit == Unit.ISO || unit == Unit.PATTERN;
    }

    /** The same column with times of so many decimals. */
    public Column withDecimals(int count) {
      return new Column(name, unit, count, empty, pattern, end);
    }
  }

  public TableLayout {
    columns = List.copyOf(columns);
    if (!delimiter.equals(JSON) && (delimiter.length() != 1 || !DELIMITERS.contains(delimiter))) {
      throw new IllegalArgumentException("no delimiter of a table: '" + delimiter + "'");
    }
    var names = new HashSet<String>();
    for (Column column : columns) {
      if (!names.add(column.name)) {
        throw new IllegalArgumentException("two columns are named " + column.name);
      }
    }
  }

  /** Whether each line is a JSON object. */
  public boolean isJson() {
    return delimiter.equals(JSON);
  }

  /** The delimiter; of JSON the comma between members. */
  public char separator() {
    return isJson() ? ',' : delimiter.charAt(0);
  }
}
