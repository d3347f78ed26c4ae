package io.stanflow.evaluate.measure;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A few consecutive flows, from the middle of the series of the host whose number of flows is the
 * median. Reports are passed on, so no address is among them: peers are letters by first
 * appearance, and a column of words that hold addresses is left out.
 */
final class SampleRows {
  private static final int ROWS = 15;
  private static final String PEER = "peer";

  /** Four numbers between dots, or two colons after hexadecimal digits or none: also of a MAC. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(\\p{XDigit}{0,4}:){2}");

  private SampleRows() {}

  static Plots.Rows measure(Schema schema, Query query) throws IOException {
    Map<String, String> columns = columns(schema);
    List<List<String>> rows =
        query.texts(
            "SELECT %s FROM flows%s"
                .formatted(
                    String.join(", ", columns.values()),
                    FlowColumns.hasSides(schema) ? medianHost(query) : middle(query)));
    var names = new ArrayList<>(columns.keySet());
    if (columns.containsKey(PEER)) {
      number(rows, names.indexOf(PEER));
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      int column = i;
      if (isWord(schema, names.get(i))
          && rows.stream().anyMatch(row -> ADDRESS.matcher(row.get(column)).find())) {
        names.remove(column);
        rows.forEach(row -> row.remove(column));
      }
    }
    return new Plots.Rows(List.copyOf(names), rows.stream().map(List::copyOf).toList());
  }

  private static boolean isWord(Schema schema, String name) {
    return schema.has(name) && schema.attributes().get(schema.index(name)).held() == Held.WORD;
  }

  private static String medianHost(Query query) throws IOException {
    double[] hosts = query.row("SELECT count(*) FROM hosts");
    List<String> host =
        query
            .texts(
                "SELECT host_high, host_low, flows FROM hosts ORDER BY flows, host_high, host_low"
                    + " LIMIT 1 OFFSET "
                    + (long) (hosts[0] - 1) / 2)
            .get(0);
    return " WHERE host_high = %s AND host_low = %s ORDER BY rowid LIMIT %d OFFSET %d"
        .formatted(host.get(0), host.get(1), ROWS, begin(Long.parseLong(host.get(2))));
  }

  private static String middle(Query query) throws IOException {
    double[] flows = query.row("SELECT count(*) FROM flows");
    return " ORDER BY rowid LIMIT %d OFFSET %d".formatted(ROWS, begin((long) flows[0]));
  }

  private static long begin(long flows) {
    return Math.max(0, (flows - ROWS) / 2);
  }

  /** SQL of the text of each column, by its heading. */
  private static Map<String, String> columns(Schema schema) {
    boolean sides = FlowColumns.hasSides(schema);
    var columns = new LinkedHashMap<String, String>();
    if (schema.has(Schema.TIME)) {
      columns.put("time", clock());
    }
    if (sides) {
      columns.put(Categories.DIRECTION, "CASE WHEN outgoing THEN 'out' ELSE 'in' END");
      columns.put(PEER, "concat_ws(' ', " + FlowSql.PEER + ")");
    }
    put(schema, columns, Schema.PROTOCOL, FlowSql.PROTOCOL);
    if (sides && FlowSql.hasPorts(schema)) {
      columns.put("localPort", FlowSql.LOCAL_PORT);
      columns.put("peerPort", FlowSql.PEER_PORT);
    }
    put(schema, columns, Schema.TCP_FLAGS, FlowSql.flags("tcpFlags"));
    put(schema, columns, Schema.PACKETS, "packets");
    put(schema, columns, Schema.BYTES, "bytes");
    if (schema.has(Schema.DURATION)) {
      columns.put("duration s", "printf('%.3f', duration / 1000000)");
    }
    for (Attribute attribute : schema.attributes()) {
      if (attribute.held() == Held.WORD) {
        put(schema, columns, attribute.name(), Sql.quote(attribute.name()));
      }
    }
    return columns;
  }

  /** The time of the day, such as 08:59:30. */
  private static String clock() {
    return Stream.of("3600000000, 24", "60000000, 60", "1000000, 60")
        .map(part -> part.split(", "))
        .map(part -> FlowSql.span(Long.parseLong(part[0])) + " % " + part[1])
        .map(number -> "lpad((" + number + ")::STRING, 2, '0')")
        .collect(Collectors.joining(" || ':' || "));
  }

  private static void put(
      Schema schema, Map<String, String> columns, String attribute, String text) {
    if (schema.has(attribute)) {
      columns.putIfAbsent(attribute, text);
    }
  }

  /** A, B, C, ... in place of the addresses in a column. */
  private static void number(List<List<String>> rows, int column) {
    var letters = new LinkedHashMap<String, String>();
    for (List<String> row : rows) {
      String letter = Character.toString('A' + letters.size());
      row.set(column, letters.computeIfAbsent(row.get(column), peer -> letter));
    }
  }
}
