package io.stanflow.io.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.Tables;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts of five, in two parts; the module spark holds folders that it writes to the file. */
class PreparedFolderTest {
  private static final String FIRST = "part-0.zstd.parquet";
  private static final String SECOND = "part-1.zstd.parquet";
  private static final String TABLE =
      """
      {"flows": 40, "outside": 3, "hosts": 5, "quiet": 2, "quietFlows": 7, "beyond": 1,
       "beyondFlows": 26}\
      """;

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createDirectory(directory.resolve("prepared"));
    // the peer of the first flow was the busier in the table, but not in what was chosen of it
    part(
        FIRST,
        "(1, '10.0.0.9', '10.0.0.2', 443, false, 70), (2, '10.0.0.2', '192.0.2.1', 80, true, 12)");
    part(
        SECOND,
        "(2, '10.0.0.9', '192.0.2.1', 80, true, 9), (2, '10.0.0.9', '192.0.2.1', 80, true, 8)");
    says(TABLE);
  }

  private void part(String name, String rows) throws SQLException {
    try (var sql = DriverManager.getConnection("jdbc:duckdb:");
        var statement = sql.createStatement()) {
      statement.execute(
          "COPY (SELECT make_timestamp(t * 1000000) AS \"time\", s AS \"sourceAddress\","
              + " d AS \"destinationAddress\", p::SMALLINT AS port, o AS outgoing, place AS place_"
              + " FROM (VALUES "
              + rows
              + ") AS r(t, s, d, p, o, place)) TO '"
              + folder.resolve(name)
              + "' (FORMAT parquet)");
    }
  }

  private void says(String table) throws IOException {
    Files.writeString(
        folder.resolve(PreparedFlows.FILE),
        """
        {"version": 1, "internal": ["10.0.0.0/8"], "minFlows": 2, "mostHosts": 2,
         "columns": ["time:end", "sourceAddress", "destinationAddress", "port:port"],
         "table": %s,
         "parts": [{"name": "%s", "bytes": %d}, {"name": "%s", "bytes": %d}]}
        """
            .formatted(
                table,
                FIRST,
                Files.size(folder.resolve(FIRST)),
                SECOND,
                Files.size(folder.resolve(SECOND))));
  }

  @Test
  void hostsAndPlacesAreThoseOfTheTable() throws IOException {
    try (DuckTable table = Tables.read(folder)) {
      List<Series> series = Tables.series(table);
      assertThat(series)
          .extracting(s -> s.host().toString())
          .containsExactly("10.0.0.2", "10.0.0.9");
      assertThat(series.get(0).places()).containsExactly(70, 12);
      assertThat(series.get(1).places()).containsExactlyInAnyOrder(8, 9);
      assertThat(table.schema().kind(0)).isEqualTo(Kind.END);
      assertThat(table.schema().kind(3)).isEqualTo(Kind.PORT);
      assertThat(table.schema().kind(1)).isEqualTo(Kind.ADDRESS);
      assertThat(table.format()).isEqualTo("parquet");
      assertThat(table.size()).isEqualTo(4);
      assertThat(table.hosts()).isEqualTo(2);
      assertThat(table.leftOut()).isEqualTo(36);
      assertThat(table.internal()).containsExactly(Cidr.parse("10.0.0.0/8"));
      assertThat(table.whose())
          .isEqualTo(new ReadOptions.Hosts(List.of(Cidr.parse("10.0.0.0/8")), 2, 2));
      assertThat(table.internalNote())
          .isEqualTo(
              "internal networks as prepared: 10.0.0.0/8; hosts with 2 flows or more, 2 of them at"
                  + " most");
      assertThat(table.notes())
          .containsExactly(
              "flows left out, as no side is internal: 3 (7.5 %)",
              "hosts left out, as they have too few flows (--min-flows): 2 (40.0 %);"
                  + " flows of theirs: 7 (17.5 %)",
              "hosts left out, as so many others are enough (--most-hosts): 1 (20.0 %);"
                  + " flows of theirs: 26 (65.0 %)");
    }
  }

  /** As train and evaluate ask, with what they would ask of a file. */
  @Test
  void theChoiceIsNotMadeAgain() throws IOException {
    ReadOptions other =
        ReadOptions.DEFAULTS
            .withInternal(List.of(Cidr.parse("10.0.0.0/8")))
            .withMinFlowsPerHost(20)
            .withMostHosts(1);
    try (DuckTable table = Tables.read(folder, other)) {
      assertThat(table.hosts()).isEqualTo(2);
      assertThat(table.whose().minFlows()).isEqualTo(2);
    }
  }

  @Test
  void itsFlowsCanBeConverted() throws IOException {
    try (FlowRows rows = FlowFiles.rows(List.of(folder.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.schema().size()).isEqualTo(4);
      assertThat(rows.next().sourceAddress()).hasToString("10.0.0.9");
      assertThat(rows.forEach(flow -> {})).isEqualTo(3);
    }
  }

  @Test
  void itIsNamedAlone() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(
            () -> FlowFiles.read(List.of("a.csv", folder.toString()), ReadOptions.DEFAULTS).close())
        .withMessage(folder + ": is a folder of prepared flows; name no other file");
  }

  @Test
  void whatItSaysIsNotSaidAgain() throws IOException {
    refused(
        ReadOptions.DEFAULTS.withInternal(List.of(Cidr.parse("10.0.0.0/24"))),
        folder
            + ": is prepared for the internal networks 10.0.0.0/8; leave --internal out, or prepare"
            + " it again");
    SchemaFile schema =
        SchemaFile.parse("s.yaml", "columns:\n- {column: port, attribute: port, kind: port}\n");
    refused(
        ReadOptions.DEFAULTS.withSchemaFile(schema),
        folder + ": says itself what its columns are; leave the schema out");
  }

  private void refused(ReadOptions options, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Tables.read(folder, options).close())
        .withMessage(message);
  }

  private void refused(String message) {
    refused(ReadOptions.DEFAULTS, message);
  }

  @Test
  void aPartThatIsMissingIsNamed() throws IOException {
    Files.delete(folder.resolve(SECOND));
    refused(folder + ": lacks " + SECOND + "; copy the whole folder again");
  }

  @Test
  void aPartThatIsCutShortIsNamed() throws IOException {
    Path part = folder.resolve(SECOND);
    byte[] whole = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(whole, 100));
    refused(
        "%s: has 100 bytes, but %s says %d; copy it again"
            .formatted(part, PreparedFlows.FILE, whole.length));
  }

  @Test
  void aFolderThatWasNotPreparedToTheEndIsTold() throws IOException {
    Files.delete(folder.resolve(PreparedFlows.FILE));
    refused(
        folder
            + ": is a folder of part files without stanflow-prepared.json, the last to be written;"
            + " prepare it again, or name the files in it");
  }

  @Test
  void countsThatAreOthersAreTold() throws IOException {
    says(TABLE.replace("\"flows\": 40", "\"flows\": 41"));
    refused(
        folder
            + ": has 4 flows of 2 hosts, but stanflow-prepared.json says 5 of 2; copy the whole"
            + " folder again");
  }

  @Test
  void columnsThatAreOthersAreTold() throws Exception {
    Path file = folder.resolve(PreparedFlows.FILE);
    Files.writeString(file, Files.readString(file).replace("\"port:port\"", "\"bytes\""));
    refused(
        folder.resolve(FIRST)
            + ": has other columns than its folder says; copy the whole folder again");
  }

  @Test
  void whatItSaysIsNotTrusted() throws IOException {
    Path file = folder.resolve(PreparedFlows.FILE);
    String right = Files.readString(file);
    for (String wrong :
        List.of(
            right.substring(0, 50),
            "[]",
            right.replace("\"version\": 1", "\"version\": 2"),
            right.replace("\"minFlows\": 2", "\"minFlows\": 0"),
            right.replace("\"table\"", "\"tables\""),
            right.replace("[\"10.0.0.0/8\"]", "[]"),
            right.replace("10.0.0.0/8", "10.0.0.0/80"),
            right.replace(SECOND, "../" + SECOND))) {
      Files.writeString(file, wrong);
      refused(file + ": is damaged or of another version; copy it again, or prepare again");
    }
    Files.writeString(file, "");
    refused(file + ": is empty; copy it again");
  }

  /** Values are read as those of any Parquet file, and a wrong one is named. */
  @Test
  void aWrongValueIsNamed() throws Exception {
    part(SECOND, "(2, '10.0.0.9', '192.0.2.1', -1, true, 9)");
    says(TABLE);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Tables.read(folder).close())
        .withMessageStartingWith(
            folder.resolve(SECOND) + ":1: port must be in [0, 65535] but is -1");
  }

  @Test
  void itNeedsBothSides() throws Exception {
    try (var sql = DriverManager.getConnection("jdbc:duckdb:");
        var statement = sql.createStatement()) {
      statement.execute(
          "COPY (SELECT 1 AS bytes, true AS outgoing, 1::BIGINT AS place_) TO '"
              + folder.resolve(FIRST)
              + "' (FORMAT parquet)");
    }
    Files.delete(folder.resolve(SECOND));
    Files.copy(folder.resolve(FIRST), folder.resolve(SECOND));
    says(TABLE);
    Path file = folder.resolve(PreparedFlows.FILE);
    String columns = "\"time:end\", \"sourceAddress\", \"destinationAddress\", \"port:port\"";
    Files.writeString(file, Files.readString(file).replace(columns, '"' + Schema.BYTES + '"'));
    refused(folder.resolve(FIRST) + ": has no addresses of two sides; prepare it again");
  }
}
