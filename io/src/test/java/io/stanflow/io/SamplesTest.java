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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of every text format, where this machine has them; counts are of lines, not ours. */
class SamplesTest {
  private static final Path DATA = Path.of(System.getProperty("stanflow.data", "missing"));

  @TempDir Path directory;

  @BeforeEach
  void haveData() {
    assumeThat(DATA).isDirectory();
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
  void whatIsReadIsWrittenAndReadTheSame(String name, String format, long flows, long noFlows)
      throws IOException {
    Path file = DATA.resolve(name);
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
    if (!name.endsWith(".gz")) {
      assertThat(header(copy, format)).isEqualTo(header(file, format));
    }
  }

  /** Names of the columns, those that no format knows left out. */
  private static String header(Path file, String format) throws IOException {
    String mark = format.startsWith("zeek") ? "#fields" : "";
    String line =
        Files.readAllLines(file).stream().filter(l -> l.startsWith(mark)).findFirst().orElse("");
    line = line.replace("\ufeff", "").replace("\t_node_name", "").replace("lable", "label");
    boolean none = format.matches("nfdump-pipe|zeek-json|suricata") || line.startsWith("2016-04");
    return none ? "" : line.startsWith("te,") ? "" : line.strip().toLowerCase(Locale.ROOT);
  }
}
