package io.stanflow.io.series;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.load.Staged;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns {@code staged} into {@code flows} and {@code hosts}; see {@link DuckTable#sql}. */
public final class SeriesSort {
  private final Staged staged;
  private final Connection sql;
  private final Schema schema;
  private final List<String[]> words = new ArrayList<>();

  private HostSample.Left left = HostSample.Left.NOBODY;

  private SeriesSort(Staged staged) {
    this.staged = staged;
    sql = staged.sql();
    schema = staged.schema();
  }

  /**
   * Sorts what is staged.
   *
   * @throws InputException if no flow is left
   */
  public static DuckTable sort(Staged staged, ReadOptions options)
      throws IOException, SQLException {
    var sort = new SeriesSort(staged);
    Optional<PreparedFlows> prepared = staged.origin().prepared();
    Map<String, List<String>> words = options.form().values().words();
    if (prepared.isPresent() && !words.isEmpty()) {
      throw new InputException(
          staged.firstName(), "its hosts are chosen already", "prepare those flows alone");
    }
    long lying = staged.flows() - WantedWords.leave(staged, words);
    sort.enumerateWords();
    return prepared.isPresent()
        ? sort.ofChosen(new PreparedChoice(prepared.get(), staged.firstName()), options)
        : sort.ofAll(options, lying);
  }

  private DuckTable ofAll(ReadOptions options, long read) throws IOException, SQLException {
    InternalNetworks networks = series(options, staged.firstName());
    long kept = kept();
    if (kept == 0) {
      throw new InputException(
          staged.firstName(),
          "no host of %s has %d or more flows"
              .formatted(InternalNetworks.join(networks.blocks()), options.hosts().minFlows()),
          "pass other --internal blocks or fewer flows per host");
    }
    if (kept < read && FlowColumns.hasSides(schema)) {
      staged.notes().addAll(LeftOut.notes(sql, "outside", read, left));
    }
    return table(networks, new DuckTable.Counts(kept, hosts(), read), options.hosts());
  }

  private DuckTable ofChosen(PreparedChoice choice, ReadOptions options)
      throws IOException, SQLException {
    InternalNetworks networks = choice.networks(options.hosts().internal());
    Sql.execute(
        sql,
        "CREATE TEMP VIEW assigned AS "
            + HostSides.seen(attributes() + ", place_", "SELECT * FROM staged"));
    sortAssigned("");
    choice.check(kept(), hosts());
    staged.notes().addAll(choice.notes());
    var counts = new DuckTable.Counts(kept(), hosts(), choice.says().table().flows());
    return table(networks, counts, choice.whose());
  }

  private long kept() throws SQLException {
    return Sql.number(sql, "SELECT count(*) FROM flows");
  }

  private int hosts() throws SQLException {
    return FlowColumns.hasSides(schema) ? (int) Sql.number(sql, "SELECT count(*) FROM hosts") : 1;
  }

  private DuckTable table(
      InternalNetworks networks, DuckTable.Counts counts, ReadOptions.Hosts whose)
      throws SQLException {
    Sql.execute(sql, "DROP VIEW IF EXISTS outside");
    Sql.execute(sql, "DROP TABLE staged");
    return new DuckTable(staged, networks, words, counts, whose);
  }

  private InternalNetworks series(ReadOptions options, String firstName)
      throws IOException, SQLException {
    if (!FlowColumns.hasSides(schema)) {
      String order = schema.has(Schema.TIME) ? "\"time\", rowid" : "rowid";
      Sql.execute(
          sql, "CREATE TABLE flows AS SELECT " + attributes() + " FROM staged ORDER BY " + order);
      return new InternalNetworks(List.of(), "no addresses: the rows are one series");
    }
    Optional<String> host = options.form().schemaFile().flatMap(SchemaFile::host);
    var networks =
        options.hosts().internal().isEmpty()
            ? InternalSearch.detect(sql, firstName, host)
            : InternalNetworks.given(options.hosts().internal());
    assign(networks.blocks(), host);
    sortAssigned(sample(options.hosts()));
    return networks;
  }

  /** Makes each categorical column an ENUM in the order of its words, and remembers them. */
  private void enumerateWords() throws SQLException {
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      words.add(null);
      if (attribute.kind() == Kind.CATEGORICAL) {
        String column = Sql.quote(attribute.name());
        Sql.execute(
            sql,
            "CREATE TYPE "
                + enumType(i)
                + " AS ENUM (SELECT DISTINCT "
                + column
                + " AS word FROM staged ORDER BY word)");
        var distinct = new ArrayList<String>();
        try (Statement statement = sql.createStatement();
            ResultSet rows =
                statement.executeQuery("SELECT unnest(enum_range(NULL::" + enumType(i) + "))")) {
          while (rows.next()) {
            distinct.add(rows.getString(1));
          }
        }
        words.set(i, distinct.toArray(new String[0]));
      }
    }
  }

  private static String enumType(int attribute) {
    return "words_" + attribute;
  }

  /** All attributes but the two sides' addresses. */
  private String attributes() {
    var columns = new ArrayList<String>();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (FlowColumns.isSide(schema, attribute)) {
        continue;
      }
      for (String column : FlowColumns.of(attribute)) {
        columns.add(
            attribute.kind() == Kind.CATEGORICAL
                ? column + "::" + enumType(i) + " AS " + column
                : column);
      }
    }
    return String.join(", ", columns);
  }

  /**
   * View {@code assigned}: each flow with its host, and seen from it; view {@code outside}: flows
   * without one.
   *
   * @param host the attribute whose address is the host's; empty for the internal side, the busier
   *     of two
   */
  private void assign(List<Cidr> blocks, Optional<String> host) throws SQLException {
    var sides = new HostSides(schema, host);
    Sql.execute(sql, "CREATE TEMP TABLE busy AS " + HostSides.busy(blocks));
    Sql.execute(sql, "CREATE TEMP VIEW outside AS " + sides.outside());
    String columns = attributes() + ", place_";
    Sql.execute(
        sql, "CREATE TEMP VIEW assigned AS " + sides.assigned(columns, "t.rowid AS place_"));
  }

  /** SQL that keeps the hosts of {@code assigned} that are wanted. */
  private String sample(ReadOptions.Hosts wanted) throws SQLException {
    if (wanted.minFlows() == 1 && wanted.most() == ReadOptions.Hosts.ALL) {
      return "";
    }
    Sql.execute(sql, HostSample.sql(wanted));
    left = HostSample.left(sql);
    return " SEMI JOIN (FROM host_sample WHERE taken) USING (host_high, host_low)";
  }

  /** Tables {@code flows} and {@code hosts}. */
  private void sortAssigned(String taken) throws SQLException {
    Sql.execute(
        sql,
        "CREATE TABLE flows AS SELECT "
            + (FlowColumns.hasPlaces(schema) ? "*" : "* EXCLUDE (place_)")
            + " FROM assigned"
            + taken
            + " ORDER BY host_high, host_low, "
            + HostSides.order(schema, "place_"));
    Sql.execute(sql, "DROP VIEW assigned");
    Sql.execute(sql, "CREATE TABLE hosts AS " + HostSides.HOSTS + " ORDER BY host_high, host_low");
  }
}
