package io.stanflow.evaluate.measure;

import java.util.List;

/**
 * What a flow is counted as, in SQL. Rows are grouped by the keys before the text is made, so that
 * it is made once for each group rather than for each flow; groups of one text count together.
 *
 * @param keys expressions over a row; the text knows them as {@code a}, {@code b} and so on, to d
 * @param text of these; null where a flow does not count
 */
record Word(List<String> keys, String text) {
  private static final String COUNT = "count(*)";

  Word {
    keys = List.copyOf(keys);
  }

  static Word of(String key) {
    return new Word(List.of(key), "a");
  }

  /** The text of two keys: {@code a}, the separator, {@code b}. */
  static Word pair(String a, String separator, String b) {
    return new Word(List.of(a, b), "a || '" + separator + "' || b");
  }

  /** Rows {@code word, n} of the words and how often they occur in {@code from}. */
  String query(String from) {
    return "SELECT word, sum(n)::BIGINT AS n FROM (%s) WHERE word IS NOT NULL GROUP BY word"
        .formatted(words(from, "", COUNT));
  }

  /**
   * Rows {@code word, n} of the words and the sums of a number over them, at most 10^15.
   *
   * @param number expression over a row, at least 0
   */
  String sums(String from, String number) {
    return "SELECT word, least(sum(n), 1e15)::BIGINT AS n FROM (%s) WHERE word IS NOT NULL GROUP BY word"
        .formatted(words(from, "", "sum((" + number + ")::DOUBLE)"));
  }

  /**
   * Rows {@code part, word, n} of the words and how often they occur in each part of {@code from}.
   *
   * @param part expression over a row
   */
  String query(String from, String part) {
    return "SELECT part, word, sum(n)::BIGINT AS n FROM (%s) WHERE word IS NOT NULL GROUP BY ALL"
        .formatted(words(from, "(" + part + ") AS part, ", COUNT));
  }

  private String words(String from, String part, String n) {
    var columns = new StringBuilder(part);
    for (int i = 0; i < keys.size(); i++) {
      columns.append("(").append(keys.get(i)).append(") AS ").append("abcd".charAt(i)).append(", ");
    }
    return "SELECT %s(%s)::STRING AS word, n FROM (SELECT %s%s AS n FROM %s GROUP BY ALL)"
        .formatted(part.isEmpty() ? "" : "part, ", text, columns, n, from);
  }
}
