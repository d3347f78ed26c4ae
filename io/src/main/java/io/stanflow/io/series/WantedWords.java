package io.stanflow.io.series;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Flows that have certain words; others are left out of {@code staged}. */
final class WantedWords {
  private WantedWords() {}

  /**
   * Leaves out all other flows.
   *
   * @param words of each attribute those that flows must have one of
   * @return how many are left out
   * @throws InputException if there is no such column of words, or no flow is left
   */
  static long leave(Staged staged, Map<String, List<String>> words)
      throws IOException, SQLException {
    long before = staged.flows();
    long left = before;
    for (var wanted : words.entrySet()) {
      check(staged, wanted.getKey());
      String list = wanted.getValue().stream().map(Sql::literal).collect(Collectors.joining(", "));
      Sql.execute(
          staged.sql(),
          "DELETE FROM staged WHERE %s::VARCHAR NOT IN (%s)"
              .formatted(Sql.quote(wanted.getKey()), list));
      left = Sql.number(staged.sql(), "SELECT count(*) FROM staged");
      String text = wanted.getKey() + "=" + String.join(",", wanted.getValue());
      if (left == 0) {
        throw new InputException(
            staged.firstName(), "has no flow of " + text, "name words that it has");
      }
      staged.notes().add(String.format(Locale.ROOT, "%,d flows have %s", left, text));
    }
    return before - left;
  }

  private static void check(Staged staged, String name) throws InputException {
    Schema schema = staged.schema();
    boolean words =
        schema.has(name) && schema.kind(schema.index(name)) == Attribute.Kind.CATEGORICAL;
    if (!words) {
      String known =
          schema.attributes().stream()
              .filter(a -> a.kind() == Attribute.Kind.CATEGORICAL)
              .map(Attribute::name)
              .collect(Collectors.joining(", "));
      throw new InputException(
          staged.firstName(),
          "has no column of words " + name,
          known.isEmpty() ? "it has none" : "it has " + known);
    }
  }
}
