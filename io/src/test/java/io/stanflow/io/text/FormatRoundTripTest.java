package io.stanflow.io.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.FormatFlows;
import io.stanflow.io.RandomFlows;
import io.stanflow.io.Tables;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random flows of each format's own schema come back as they were. */
class FormatRoundTripTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "nfdump-fast, 1",
    "nfdump-long, 2",
    "nfdump-pipe, 3",
    "zeek, 4",
    "zeek-iot23, 5",
    "zeek-json, 6",
    "argus, 7",
    "argus-tabs, 8",
    "cidds, 9",
    "netshare, 10",
    "unsw-nb15, 11",
    "netflow-v2, 12",
    "netflow-v3, 13",
    "suricata, 14",
    "nfdump-line, 15",
    "nfdump-extended, 16",
    "nfdump-biline, 17",
    "nfdump-bilong, 18",
    "nfdump-json, 19"
  })
  void everyValueComesBack(String format, long seed) throws IOException {
    List<Flow> flows = FormatFlows.take(format, new SplittableRandom(seed), 2000);
    Schema schema = flows.get(0).schema();
    Path file = Tables.write(directory.resolve("flows"), format, schema, flows);
    assertSame(read(file, format, schema), flows);
    try (DuckTable table =
        Tables.read(file, ReadOptions.DEFAULTS.withInternal(RandomFlows.INTERNAL))) {
      assertThat(table.size()).isEqualTo(2000);
    }
  }

  /** Also by way of our own formats, which know the attributes' kinds by their names. */
  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "zeek, csv",
    "zeek, parquet",
    "argus, csv",
    "argus, parquet",
    "unsw-nb15, csv",
    "unsw-nb15, parquet",
    "netflow-v3, csv",
    "netflow-v3, parquet",
    "suricata, csv",
    "suricata, parquet"
  })
  void ourFormatsKeepTheKinds(String format, String ours) throws IOException {
    List<Flow> flows = FormatFlows.take(format, new SplittableRandom(21), 500);
    Schema schema = flows.get(0).schema();
    Path file = Tables.write(directory.resolve("flows"), ours, schema, flows);
    assertSame(read(file, ours, schema), flows);
  }

  /** One flow after the other, as a message about all of them says nothing. */
  private static void assertSame(List<Flow> read, List<Flow> written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).isEqualTo(written.get(i));
    }
  }

  private static List<Flow> read(Path file, String format, Schema schema) throws IOException {
    var flows = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.format()).isEqualTo(format);
      assertThat(rows.schema()).isEqualTo(schema);
      rows.forEach(flows::add);
    }
    return flows;
  }

  @Test
  void totalsAndDirectionsAreTranslated() throws IOException {
    List<Attribute> attributes =
        new ArrayList<>(List.of(Attribute.start(Schema.TIME), Attribute.count(Schema.PACKETS)));
    attributes.add(Attribute.count(Schema.BYTES));
    attributes.add(Attribute.count(AttributeNames.REVERSE_PACKETS));
    attributes.add(Attribute.count(AttributeNames.REVERSE_BYTES));
    var both = new Schema(attributes);
    Flow flow = new Flow.Draft(both).number(1, 5).number(2, 500).number(3, 3).number(4, 900).flow();
    Path argus = Tables.write(directory.resolve("argus"), "argus", both, List.of(flow));
    Flow totals;
    try (FlowRows rows = FlowFiles.rows(List.of(argus + ""), ReadOptions.DEFAULTS)) {
      var read = new ArrayList<Flow>();
      rows.forEach(read::add);
      totals = read.get(0);
    }
    Schema written = totals.schema();
    assertThat(totals.packets()).isEqualTo(8);
    assertThat(totals.bytes()).isEqualTo(1400);
    assertThat(totals.number(written.index(AttributeNames.SOURCE_BYTES))).isEqualTo(500);
    assertThat(totals.number(written.index(AttributeNames.SOURCE_PACKETS))).isEqualTo(5);
    var view = new NetflowView(written);
    assertThat(view.packets(totals)).isEqualTo(5);
    assertThat(view.bytes(totals)).isEqualTo(500);
    assertThat(view.reversePackets(totals)).isEqualTo(3);
    assertThat(view.reverseBytes(totals)).isEqualTo(900);
    assertThat(view.totalBytes(totals)).isEqualTo(1400);
  }
}
