package io.stanflow.evaluate;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.DuckTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that {@link Comparison} needs of one file. Files can be measured one after the other
 * and closed; what is kept of each grows with its distinct values, not with its flows.
 */
public final class FlowStatistics {
  private final FileFacts file;
  private final Map<String, Counts> categories;
  private final Map<String, Values> quantities;
  private final Map<String, Double> structure;
  private final Map<String, RuleOutcome> rules;
  private final HostHours hostHours; // null without time
  private final Values popularity; // flows of each peer address, null without addresses

  /**
   * The file.
   *
   * @param name as the user gave it
   * @param flows in all series
   * @param internal blocks, separated by blanks
   * @param first record time, or null without time
   * @param last record time, or null without time
   */
  public record FileFacts(
      String name,
      String format,
      long flows,
      int hosts,
      String internal,
      String first,
      String last) {}

  private FlowStatistics(String name, DuckTable table, RecordTimes times) throws IOException {
    var query = new Query(table.sql());
    Schema schema = table.schema();
    Steps.create(schema, query);
    file = facts(name, table, query);
    categories = Categories.measure(schema, query);
    quantities = Quantities.measure(schema, query);
    structure = Structure.measure(schema, query);
    rules = Rules.check(table, times, query);
    hostHours = HostHours.measure(table, query);
    popularity =
        FlowSql.hasSides(schema)
            ? query.values("n", "(SELECT count(*) AS n FROM flows GROUP BY " + FlowSql.PEER + ")")
            : null;
    query.execute("DROP TABLE " + Steps.TABLE);
  }

  /**
   * Measures a file.
   *
   * @param name for the report
   * @param times when flows may be recorded
   */
  public static FlowStatistics of(String name, DuckTable table, RecordTimes times)
      throws IOException {
    return new FlowStatistics(name, table, times);
  }

  private static FileFacts facts(String name, DuckTable table, Query query) throws IOException {
    String blocks = table.internal().stream().map(Cidr::toString).collect(Collectors.joining(" "));
    String first = null;
    String last = null;
    if (table.schema().has(Schema.TIME)) {
      double[] span = query.row("SELECT min(time) / 1e6, max(time) / 1e6 FROM flows");
      first = Instant.ofEpochMilli(Math.round(span[0] * 1000)).toString();
      last = Instant.ofEpochMilli(Math.round(span[1] * 1000)).toString();
    }
    return new FileFacts(name, table.format(), table.size(), table.hosts(), blocks, first, last);
  }

  FileFacts file() {
    return file;
  }

  Map<String, Counts> categories() {
    return categories;
  }

  Map<String, Values> quantities() {
    return quantities;
  }

  Map<String, Double> structure() {
    return structure;
  }

  Map<String, RuleOutcome> rules() {
    return rules;
  }

  HostHours hostHours() {
    return hostHours;
  }

  Values popularity() {
    return popularity;
  }
}
