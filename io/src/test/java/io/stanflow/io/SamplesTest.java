package io.stanflow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stanflow.flow.Flow;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.FlowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of every text format: small ones made by hand, and real ones where this machine has them.
 * Counts are of lines, not ours.
 */
class SamplesTest {
  private static final Path DATA = Path.of(System.getProperty("stanflow.data", "missing"));

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ugr16.csv, ugr16, 5, 0",
    "ugr16_no_header.csv, ugr16, 5, 0",
    "nfdump48.csv, nfdump48, 4, 0",
    "nfdump_long.txt, nfdump-long, 5, 0",
    "nfdump_line.txt, nfdump-line, 5, 0",
    "nfdump_extended.txt, nfdump-extended, 5, 0",
    "nfdump_biline.txt, nfdump-biline, 5, 0",
    "nfdump_bilong.txt, nfdump-bilong, 5, 0",
    "nfdump.json, nfdump-json, 2, 0",
    "nfdump_lines.json, nfdump-json, 2, 0",
    "nfdump_pipe.txt, nfdump-pipe, 4, 0",
    "zeek.log, zeek, 4, 0",
    "zeek_ipv6.log, zeek, 3, 0",
    "zeek_labeled.log, zeek, 4, 0",
    "zeek_iot23.log, zeek-iot23, 4, 0",
    "zeek.json, zeek-json, 3, 0",
    "argus.binetflow, argus, 4, 0",
    "argus_ipv6_arp.binetflow, argus, 3, 1",
    "argus_13_columns.binetflow, argus, 4, 0",
    "argus_source_packets.binetflow, argus, 4, 0",
    "argus_tabs.binetflow, argus-tabs, 3, 1",
    "cidds.csv, cidds, 4, 0",
    "netshare.csv, netshare, 3, 0",
    "unsw_nb15.csv, unsw-nb15, 3, 0",
    "suricata.json, suricata, 2, 1"
  })
  void handMadeFilesAreWrittenAndReadTheSame(String name, String format, long flows, long noFlows)
      throws IOException {
    checkWrittenTheSame(Tables.sample(name), format, flows, noFlows);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "samples/sample_ugr16.csv, ugr16, 1000, 0",
    "samples/sample_ugr16_native_noheader.csv, ugr16, 1000, 0",
    "samples/sample_nfdump.csv, nfdump48, 1000, 0",
    "samples/sample_nfdump_long.txt, nfdump-long, 300, 0",
    "samples/sample_nfdump_pipe.txt, nfdump-pipe, 300, 0",
    "samples/sample_zeek_conn_ipv6.log, zeek, 141, 0",
    "samples/sample_zeek_conn_tsv.log, zeek, 1000, 0",
    "samples/sample_zeek_iot23_34-1.conn.log.labeled, zeek-iot23, 1000, 0",
    "samples/sample_zeek_conn_json.log, zeek-json, 577, 0",
    "zeek/zeek_ctu50_008.conn.log.labeled.gz, zeek, 5663, 0",
    "zeek/zeek_ctu50_010.conn.log.labeled.gz, zeek, 5347, 0",
    "zeek/zeek_ctu50_011.conn.log.labeled.gz, zeek, 9048, 0",
    "zeek/zeek_ctu50_012.conn.log.labeled.gz, zeek, 4740, 0",
    "zeek/zeek_ctusme_20230220.conn.log.labeled.gz, zeek, 7124, 0",
    "samples/sample_argus.binetflow, argus, 1000, 0",
    "samples/sample_argus_ipv6_arp.binetflow, argus, 998, 1",
    "samples/sample_argus_short13cols.binetflow, argus, 1000, 0",
    "samples/sample_argus_srcpkts.binetflow, argus, 1000, 0",
    "samples/sample_argus_tabs.binetflow, argus-tabs, 998, 2",
    "samples/sample_cidds001_wk3_shuffled.csv, cidds, 1000, 0",
    "samples/sample_netshare_ugr16_small.csv, netshare, 1000, 0",
    "samples/sample_unsw_nb15.csv, unsw-nb15, 1000, 0",
    "samples/sample_suricata_eve_flow.json, suricata, 1000, 0"
  })
  void realFilesAreWrittenAndReadTheSame(String name, String format, long flows, long noFlows)
      throws IOException {
    assumeThat(DATA).isDirectory();
    checkWrittenTheSame(DATA.resolve(name), format, flows, noFlows);
  }

  private void checkWrittenTheSame(Path file, String format, long flows, long noFlows)
      throws IOException {
    var original = new ArrayList<Flow>();
    Path copy = directory.resolve("copy");
    try (FlowRows rows = FlowFiles.rows(List.of(file.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.format()).isEqualTo(format);
      rows.forEach(original::add);
      assertThat(rows.notes())
          .isEqualTo(
              noFlows == 0
                  ? List.of()
                  : List.of("records that are no IP flows left out: " + noFlows));
      Tables.write(copy, format, rows.schema(), original);
    }
    assertThat(original).hasSize((int) flows);
    var again = new ArrayList<Flow>();
    try (FlowRows rows = FlowFiles.rows(List.of(copy.toString()), ReadOptions.DEFAULTS)) {
      assertThat(rows.format()).isEqualTo(format);
      rows.forEach(again::add);
    }
    assertThat(again).isEqualTo(original);
    if (!file.toString().endsWith(".gz")) {
      assertThat(header(copy, format)).isEqualTo(header(file, format));
    }
  }

  /** Names of the columns, those that no format knows left out. */
  private static String header(Path file, String format) throws IOException {
    String mark = format.startsWith("zeek") ? "#fields" : "";
    String line =
        Files.readAllLines(file).stream().filter(l -> l.startsWith(mark)).findFirst().orElse("");
    line = line.replace("\ufeff", "").replace("\t_node_name", "").replace("lable", "label");
    boolean none =
        format.matches("nfdump-pipe|nfdump-json|zeek-json|suricata") || line.startsWith("20");
    return none ? "" : line.startsWith("te,") ? "" : line.strip().toLowerCase(Locale.ROOT);
  }
}
