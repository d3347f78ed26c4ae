package io.stanflow.io;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Turns {@code staged} into {@code flows} and {@code hosts}; see {@link DuckTable#sql}. */
final class SeriesSort {
  private static final String SOURCE = Schema.SOURCE_ADDRESS;
  private static final String DESTINATION = Schema.DESTINATION_ADDRESS;

  private final Connection sql;
  private final Schema schema;
  private final List<String[]> words = new ArrayList<>();

  private SeriesSort(Connection sql, Schema schema) {
    this.sql = sql;
    this.schema = schema;
  }

  /**
   * @param firstName the first file as the user named it, for messages
   * @throws InputException if no flow is left
   */
  static DuckTable sort(
      Scratch scratch,
      Connection sql,
      String format,
      Schema schema,
      ReadOptions options,
      long malformed,
      String firstName)
      throws IOException, SQLException {
    var sort = new SeriesSort(sql, schema);
    long read = sort.number("SELECT count(*) FROM staged");
    if (read == 0) {
      String fact =
          malformed == 0 ? "has no flows" : "has no flows but " + malformed + " malformed";
      throw new InputException(firstName, fact, "check the file and its --format");
    }
    boolean addresses = schema.has(SOURCE) && schema.has(DESTINATION);
    var networks =
        !addresses
            ? new InternalNetworks(List.of(), "no addresses: the rows are one series")
            : options.internal().isEmpty()
                ? InternalNetworks.detect(sql, firstName)
                : InternalNetworks.given(options.internal());
    sort.enumerateWords();
    if (addresses) {
      sort.assign(networks.blocks(), options.minFlowsPerHost());
    } else {
      sort.execute(
          "CREATE TABLE flows AS SELECT "
              + sort.attributes("")
              + " FROM staged ORDER BY "
              + (schema.has(Schema.TIME) ? Schema.TIME + ", " : "")
              + "rowid");
    }
    long kept = sort.number("SELECT count(*) FROM flows");
    if (kept == 0) {
      throw new InputException(
          firstName,
          "no host of "
              + InternalNetworks.join(networks.blocks())
              + " has "
              + options.minFlowsPerHost()
              + " or more flows",
          "pass other --internal blocks or fewer flows per host");
    }
    sort.execute("DROP TABLE staged");
    long hosts = addresses ? sort.number("SELECT count(*) FROM hosts") : 1;
    return new DuckTable(
        scratch,
        sql,
        format,
        schema,
        networks,
        sort.words,
        new DuckTable.Counts(kept, (int) hosts, read, malformed));
  }

  /** Makes each categorical column an ENUM in the order of its words, and remembers them. */
  private void enumerateWords() throws SQLException {
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      words.add(null);
      if (attribute instanceof Categorical) {
        String column = Macros.quote(attribute.name());
        execute(
            "CREATE TYPE "
                + enumType(i)
                + " AS ENUM (SELECT DISTINCT "
                + column
                + " AS word FROM staged ORDER BY word)");
        var its = new ArrayList<String>();
        try (Statement statement = sql.createStatement();
            ResultSet rows =
                statement.executeQuery("SELECT unnest(enum_range(NULL::" + enumType(i) + "))")) {
          while (rows.next()) {
            its.add(rows.getString(1));
          }
        }
        words.set(i, its.toArray(new String[0]));
      }
    }
  }

  private static String enumType(int attribute) {
    return "words_" + attribute;
  }

  /** All attributes but the two sides' addresses. */
  private String attributes(String prefix) {
    var columns = new ArrayList<String>();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (isSide(attribute)) {
        continue;
      }
      for (String column : Columns.of(attribute)) {
        columns.add(
            attribute instanceof Categorical
                ? prefix + column + "::" + enumType(i) + " AS " + column
                : prefix + column);
      }
    }
    return String.join(", ", columns);
  }

  private boolean isSide(Attribute attribute) {
    return schema.has(SOURCE)
        && schema.has(DESTINATION)
        && (attribute.name().equals(SOURCE) || attribute.name().equals(DESTINATION));
  }

  /** Gives each flow its host, the busier of two, and sorts. */
  private void assign(List<Cidr> blocks, int least) throws SQLException {
    String sh = Columns.high(SOURCE);
    String sl = Columns.low(SOURCE);
    String dh = Columns.high(DESTINATION);
    String dl = Columns.low(DESTINATION);
    execute(
        "CREATE TEMP TABLE busy AS SELECT high, low, count(*) AS n FROM ("
            + "SELECT "
            + sh
            + " AS high, "
            + sl
            + " AS low FROM staged WHERE "
            + InternalNetworks.condition(blocks, sh, sl)
            + " UNION ALL SELECT "
            + dh
            + ", "
            + dl
            + " FROM staged WHERE "
            + InternalNetworks.condition(blocks, dh, dl)
            + " AND ("
            + dh
            + ", "
            + dl
            + ") <> ("
            + sh
            + ", "
            + sl
            + ")) GROUP BY high, low");
    execute(
        "CREATE TEMP VIEW assigned AS SELECT"
            + " CASE WHEN outgoing THEN "
            + sh
            + " ELSE "
            + dh
            + " END AS host_high,"
            + " CASE WHEN outgoing THEN "
            + sl
            + " ELSE "
            + dl
            + " END AS host_low,"
            + " CASE WHEN outgoing THEN "
            + dh
            + " ELSE "
            + sh
            + " END AS peer_high,"
            + " CASE WHEN outgoing THEN "
            + dl
            + " ELSE "
            + sl
            + " END AS peer_low,"
            + " outgoing, "
            + attributes("")
            + " FROM (SELECT t.*, s.n IS NOT NULL AND (d.n IS NULL OR s.n > d.n OR (s.n = d.n AND"
            + " (s.high < d.high OR (s.high = d.high AND s.low <= d.low)))) AS outgoing FROM staged"
            + " t LEFT JOIN busy s ON t."
            + sh
            + " = s.high AND t."
            + sl
            + " = s.low"
            + " LEFT JOIN busy d ON t."
            + dh
            + " = d.high AND t."
            + dl
            + " = d.low"
            + " WHERE s.n IS NOT NULL OR d.n IS NOT NULL)");
    String enough = "";
    if (least > 1) {
      execute(
          "CREATE TEMP TABLE kept AS SELECT host_high, host_low FROM assigned"
              + " GROUP BY host_high, host_low HAVING count(*) >= "
              + least);
      enough = " SEMI JOIN kept USING (host_high, host_low)";
    }
    execute("CREATE TABLE flows AS SELECT * FROM assigned" + enough + " ORDER BY " + order());
    execute("DROP VIEW assigned");
    execute(
        "CREATE TABLE hosts AS SELECT host_high, host_low, count(*) AS flows FROM flows"
            + " GROUP BY host_high, host_low ORDER BY host_high, host_low");
  }

  /** The canonical order of {@link io.stanflow.flow.Series}; attributes it does not name follow. */
  private String order() {
    var keys = new ArrayList<String>(List.of("host_high", "host_low"));
    if (schema.has(Schema.TIME)) {
      keys.add(Schema.TIME);
    }
    keys.add("peer_high");
    keys.add("peer_low");
    if (schema.has(Schema.SOURCE_PORT) && schema.has(Schema.DESTINATION_PORT)) {
      keys.add("CASE WHEN outgoing THEN sourcePort ELSE destinationPort END");
      keys.add("CASE WHEN outgoing THEN destinationPort ELSE sourcePort END");
    }
    if (schema.has(Schema.PROTOCOL)) {
      keys.add(Schema.PROTOCOL);
    }
    keys.add("outgoing");
    for (String name : List.of(Schema.DURATION, Schema.PACKETS, Schema.BYTES)) {
      if (schema.has(name)) {
        keys.add(name);
      }
    }
    for (Attribute attribute : schema.attributes()) {
      if (!isSide(attribute)) {
        for (String column : Columns.of(attribute)) {
          if (!keys.contains(column.replace("\"", ""))) {
            keys.add(column);
          }
        }
      }
    }
    return String.join(", ", keys);
  }

  private void execute(String statement) throws SQLException {
    try (Statement s = sql.createStatement()) {
      s.execute(statement);
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
