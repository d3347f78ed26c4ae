package io.stanflow.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * How a text table of the user's own holds flows, so that synthetic ones can be written the same
 * way. Plain data, part of the model file.
 *
 * @param delimiter one character: comma, semicolon, tab or bar
 * @param quoted whether fields may stand in double quotes (RFC 4180)
 * @param header whether the first line names the columns
 * @param columns one for each attribute of the schema, in its order
 */
public record TableLayout(
    String delimiter, boolean quoted, boolean header, List<TableLayout.Column> columns) {
  private static final String DELIMITERS = ",;\t|";

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
   * @param decimals of a second in {@link Unit#TEXT} and {@link Unit#ISO}, 0 to 6; else 0
   * @param empty text that an empty field was read as; null where none may be empty
   */
  public record Column(
      String name, Unit unit, @Range(least = 0, most = 6) int decimals, String empty) {
    public Column {
      boolean named = !name.isEmpty() && name.chars().noneMatch(Character::isISOControl);
      if (!named || unit == null || decimals < 0 || decimals > 6) {
        throw new IllegalArgumentException("no column of a table: " + name + ", " + unit);
      }
    }
  }

  public TableLayout {
    columns = List.copyOf(columns);
    if (delimiter.length() != 1 || !DELIMITERS.contains(delimiter)) {
      throw new IllegalArgumentException("no delimiter of a table: '" + delimiter + "'");
    }
    var names = new HashSet<String>();
    for (Column column : columns) {
      if (!names.add(column.name)) {
        throw new IllegalArgumentException("two columns are named " + column.name);
      }
    }
  }

  /** The delimiter. */
  public char separator() {
    return delimiter.charAt(0);
  }
}
