package io.stanflow.io.series;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.flow.ServicePort;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
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
      String kept = kept(staged, wanted.getKey(), wanted.getValue());
      Sql.execute(staged.sql(), "DELETE FROM staged WHERE NOT (" + kept + ")");
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

  /** The condition that flows which are kept meet. */
  private static String kept(Staged staged, String name, List<String> words) throws InputException {
    Schema schema = staged.schema();
    boolean ports = schema.has(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT);
    if (name.equals(ServicePort.NAME) && !schema.has(name) && ports) {
      List<String> conditions = new ArrayList<>();
      for (String word : words) {
        conditions.add(having(schema, port(staged, word)));
      }
      return String.join(" OR ", conditions);
    }
    check(staged, name);
    String list = words.stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "%s::VARCHAR IN (%s)".formatted(Sql.quote(name), list);
  }

  private static ServicePort port(Staged staged, String word) throws InputException {
    try {
      return ServicePort.parse(word);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          staged.firstName(), "has ports, but '" + word + "' is none", "write 443 or tcp/443");
    }
  }

  /** Flows with a port; what ICMP has in its place is none. */
  private static String having(Schema schema, ServicePort port) {
    String either =
        "%d IN (%s, %s)"
            .formatted(
                port.port(), Sql.quote(Schema.SOURCE_PORT), Sql.quote(Schema.DESTINATION_PORT));
    if (!schema.has(Schema.PROTOCOL)) {
      return either;
    }
    String protocol = Sql.quote(Schema.PROTOCOL) + "::VARCHAR";
    return port.protocol() == null
        ? "(%s AND %s NOT LIKE 'ICMP%%')".formatted(either, protocol)
        : "(%s AND %s = %s)".formatted(either, protocol, Sql.literal(port.protocol()));
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
