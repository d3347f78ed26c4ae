package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.SchemaFile;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of the user's own, from the draft of a schema to a synthetic table of the same columns.
 */
class SchemaTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("stanflow.root", ".."), "docs", "schema.md");

  @TempDir private Path folder;

  /** The code block of this language in docs/schema.md. */
  private static String example(String language) throws IOException {
    Matcher block =
        Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).as("a block of %s in %s", language, DOCUMENT).isTrue();
    return block.group(1);
  }

  private CommandRun train(Path table, Path schema, Path model) {
    var words = new ArrayList<Object>(List.of("train", table, "--schema", schema, "-o", model));
    String tiny =
        "--epochs 1 --width 8 --hidden 8 --workers 1 --min-flows 1 --k 2 --profile-k 2 --device"
            + " cpu";
    words.addAll(List.of((Object[]) tiny.split(" ", -1)));
    return CommandRun.of(words.toArray());
  }

  private static List<String> header(Path table) throws IOException {
    return Files.readAllLines(table).subList(0, 1);
  }

  @Test
  void theExampleOfTheDocumentIsWrittenBackAsItWas() throws IOException {
    Path table = Files.writeString(folder.resolve("proxy.csv"), example("csv"));
    Path schema = Files.writeString(folder.resolve("proxy.yaml"), example("yaml"));
    Path copy = folder.resolve("copy.csv");
    var options = ReadOptions.DEFAULTS.withSchemaFile(SchemaFile.read(schema));
    try (DuckTable flows = FlowFiles.read(List.of(table.toString()), options);
        FlowWriter writer =
            FlowFiles.writer(copy.toString(), flows.schema(), flows.layout().get())) {
      assertThat(flows.unread()).containsExactly("session");
      flows.forEachSeries(
          series -> {
            for (Flow flow : series.flows()) {
              writer.write(flow);
            }
          });
    }
    List<String> expected =
        example("csv")
            .lines()
            .map(line -> line.replaceAll(";[^;]*$", "").replace("610;;", "610;0;"))
            .toList();
    assertThat(Files.readAllLines(copy)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(header(copy)).isEqualTo(expected.subList(0, 1));
  }

  @Test
  void theExampleTrainsAndGeneratesItsOwnColumns() throws IOException {
    Path table = Files.writeString(folder.resolve("proxy.csv"), example("csv"));
    Path schema = Files.writeString(folder.resolve("proxy.yaml"), example("yaml"));
    Path model = folder.resolve("proxy.stanflow");
    CommandRun trained = train(table, schema, model);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err())
        .containsOnlyOnce(
            "columns that the schema does not name, so synthetic files will not have them:"
                + " session");
    Path synthetic = folder.resolve("synthetic.csv");
    CommandRun run =
        CommandRun.of("generate", "-m", model, "-o", synthetic, "--flows", 50, "--hosts", 3);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(header(synthetic))
        .containsExactly("when;client;cport;server;sport;l4;took;up;down;packets;action");
    assertThat(Files.readAllLines(synthetic)).hasSize(51);
    String line =
        "1767\\d{9};[\\d.]+;\\d+;[\\d.]+;\\d+;(tcp|udp);\\d+(\\.\\d{1,3})?;\\d+;\\d+;\\d+;"
            + "(allow|\"deny; rule 7\")";
    assertThat(Files.readAllLines(synthetic).subList(1, 51)).allMatch(text -> text.matches(line));
    var options = ReadOptions.DEFAULTS.withSchemaFile(SchemaFile.read(schema));
    try (DuckTable flows = FlowFiles.read(List.of(synthetic.toString()), options)) {
      assertThat(flows.size() + flows.leftOut()).isEqualTo(50);
    }
    Path plain = folder.resolve("plain.csv");
    run = CommandRun.of("generate", "-m", model, "-o", plain, "--flows", 50, "--format", "csv");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(header(plain).get(0)).startsWith("time,sourceAddress,sourcePort,destinationAddress");
  }

  @Test
  @EnabledIf("io.stanflow.evaluate.learn.Xgboost#starts")
  void evaluateReadsBothFilesByTheSchema() throws IOException {
    Path table = fixture();
    Path schema = folder.resolve("draft.yaml");
    assertThat(CommandRun.of("schema", table, "-o", schema).code()).isZero();
    CommandRun run =
        CommandRun.of(
            "evaluate", "--schema", schema, "--real", table, "--synthetic", table, "--baselines");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("bayesianNetwork");
  }

  /** A table of some hosts, as a stranger's program might write it. */
  private Path fixture() throws IOException {
    var text =
        new StringBuilder("ts,src_ip,src_port,dst_ip,dst_port,proto,dur,pkts,octets,verdict\n");
    for (int i = 0; i < 300; i++) {
      text.append(1767607200 + 7 * i).append(",10.1.0.").append(11 + i % 5).append(',');
      text.append(50_000 + i)
          .append(",192.0.2.")
          .append(1 + i % 9)
          .append(i % 3 == 0 ? ",53,17,0," : ",443,6,0.5,");
      text.append(1 + i % 4)
          .append(',')
          .append(60 * (1 + i % 4))
          .append(i % 7 == 0 ? ",deny\n" : ",allow\n");
    }
    return Files.writeString(folder.resolve("fixture.csv"), text);
  }

  @Test
  void aTableWithoutAddressesIsOneSeries() throws IOException {
    var text = new StringBuilder("when\tvalue\tstate\n");
    for (int i = 0; i < 200; i++) {
      text.append(1767607200 + 60 * i).append('\t').append(i % 9 - 0.5).append("\tup\n");
    }
    Path table = Files.writeString(folder.resolve("sensor.tsv"), text);
    String yaml = "delimiter: tab\ncolumns:\n- {column: when, kind: start, unit: s}\n";
    Path schema = folder.resolve("sensor.yaml");
    Files.writeString(schema, yaml + "- {column: value, kind: real}\n");
    Path model = folder.resolve("m.stanflow");
    CommandRun trained = train(table, schema, model);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path synthetic = folder.resolve("synthetic.tsv");
    CommandRun run = CommandRun.of("generate", "-m", model, "-o", synthetic, "--flows", 40);
    assertThat(run.err()).contains("40 flows of 1 hosts");
    assertThat(Files.readAllLines(synthetic)).hasSize(41).startsWith("when\tvalue");
    assertThat(Files.readAllLines(synthetic).subList(1, 41))
        .allMatch(line -> line.matches("1767\\d{6}\t-?\\d+\\.\\d+"))
        .isSorted();
  }

  @Test
  void aDraftIsUsableAsItIs() throws IOException {
    checkDraft(fixture());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample_luflow.csv", "sample_westermo_icsflow.csv"})
  void draftsOfTheSamplesAreUsable(String name) throws IOException {
    Path file = Path.of(System.getProperty("stanflow.data", "missing")).resolve("samples");
    org.assertj.core.api.Assumptions.assumeThat(file).isDirectory();
    checkDraft(file.resolve(name));
  }

  private void checkDraft(Path table) throws IOException {
    Path schema = folder.resolve("draft.yaml");
    CommandRun drafted = CommandRun.of("schema", table, "-o", schema);
    assertThat(drafted.code()).as(drafted.err()).isZero();
    assertThat(CommandRun.of("schema", table).out()).isEqualTo(Files.readString(schema));
    Path model = folder.resolve("m.stanflow");
    CommandRun trained = train(table, schema, model);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path synthetic = folder.resolve("synthetic.csv");
    CommandRun run = CommandRun.of("generate", "-m", model, "-o", synthetic, "--flows", 40);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(synthetic)).hasSize(41);
    var its = List.of(header(table).get(0).split(",", -1));
    var written = List.of(header(synthetic).get(0).split(",", -1));
    assertThat(its).containsSubsequence(written);
    var options = ReadOptions.DEFAULTS.withSchemaFile(SchemaFile.read(schema));
    try (DuckTable flows = FlowFiles.read(List.of(synthetic.toString()), options)) {
      assertThat(flows.size() + flows.leftOut()).isEqualTo(40);
    }
  }

  @Test
  void errorsNameTheLineAndLeaveNoFile() throws IOException {
    Path table = Files.writeString(folder.resolve("proxy.csv"), example("csv"));
    Path schema =
        Files.writeString(folder.resolve("bad.yaml"), example("yaml").replace("ms}", "min}"));
    Path model = folder.resolve("m.stanflow");
    CommandRun run = train(table, schema, model);
    assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
    assertThat(run.lastError())
        .contains("bad.yaml:6: no unit of the kind start is named 'min'; write one of text")
        .doesNotContain("\tat ");
    run = CommandRun.of("evaluate", "--schema", schema, "--real", table, "--synthetic", table);
    assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
    run = CommandRun.of("train", table, "-o", model, "--schema", schema, "--format", "csv");
    assertThat(run.code()).isEqualTo(Failures.USAGE);
    assertThat(run.lastError()).contains("--schema says how to read; leave --format out");
    run = CommandRun.of("schema", folder.resolve("none.csv"), "-o", folder.resolve("d.yaml"));
    assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
    assertThat(run.lastError()).contains("none.csv: no such file; check the path");
    assertThat(folder.resolve("d.yaml")).doesNotExist();
    assertThat(model).doesNotExist();
  }
}
