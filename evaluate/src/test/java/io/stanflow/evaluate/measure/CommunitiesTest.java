package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunitiesTest {
  @TempDir Path directory;

  private Map<String, Double> measure(List<Line> lines) throws IOException {
    return measure(lines, 5000);
  }

  private Map<String, Double> measure(List<Line> lines, int mostHosts) throws IOException {
    var measures = new LinkedHashMap<String, Double>();
    try (DuckTable table = Line.table(directory.resolve("flows.csv"), lines)) {
      Communities.measure(new DuckQuery(table.sql()), mostHosts, measures);
    }
    assertThat(measures).containsOnlyKeys("modularity", "communities", "largestCommunity");
    return measures;
  }

  /** Each host with each of these peers. */
  private static void meet(List<Line> lines, int from, int to, String... peers) {
    for (int host = from; host <= to; host++) {
      for (String peer : peers) {
        lines.add(Line.tcp(lines.size(), "10.0.0." + host, "192.0.2." + peer));
      }
    }
  }

  /**
   * Hosts 1 to 4 share three peers, so that each two of them have 3 / 3 = 1 in common; hosts 5 to 8
   * likewise, and one of each shares a fourth peer; host 9 is alone.
   */
  private static List<Line> cliques() {
    var lines = new ArrayList<Line>();
    meet(lines, 1, 4, "1", "2", "3");
    meet(lines, 5, 8, "4", "5", "6");
    meet(lines, 4, 5, "7");
    meet(lines, 9, 9, "8");
    return lines;
  }

  @Test
  void cliquesThatShareAPeerAreTwoCommunities() throws IOException {
    Map<String, Double> measures = measure(cliques());
    // of weights 6, 6 and 1 twelve lie inside, and each has half of all
    assertThat(measures.get("modularity")).isCloseTo(12 / 13.0 - 0.5, within(1e-9));
    assertThat(measures.get("communities")).isEqualTo(2);
    assertThat(measures.get("largestCommunity")).isEqualTo(4 / 9.0);
  }

  /** Host 2 shares two peers with host 1 and one, of four hosts, with each of the others. */
  @Test
  void aPeerOfManyHostsWeighsLess() throws IOException {
    var lines = new ArrayList<Line>();
    meet(lines, 1, 2, "1", "2");
    meet(lines, 1, 4, "3");
    meet(lines, 3, 4, "4");
    // pairs 1-2 of 2 + 1/3, 3-4 of 1 + 1/3, and four of 1/3
    double sum = 7 / 3.0 + 4 / 3.0 + 4 / 3.0;
    double first = (7 / 3.0 + 2 / 3.0) / sum;
    double second = (4 / 3.0 + 2 / 3.0) / sum;
    assertThat(measure(lines).get("modularity"))
        .isCloseTo(11 / 3.0 / sum - first * first - second * second, within(1e-9));
  }

  @Test
  void severalFlowsAndEitherDirectionAreOneMeeting() throws IOException {
    List<Line> lines = cliques();
    lines.add(Line.tcp(100, "10.0.0.1", "192.0.2.1"));
    lines.add(Line.tcp(101, "192.0.2.1", "10.0.0.1"));
    Collections.shuffle(lines, new Random(1));
    assertThat(measure(lines)).isEqualTo(measure(cliques()));
  }

  @ParameterizedTest
  @CsvSource({"50, 1, 1", "51, 0, 0.0196078431372549"})
  void aPeerOfMoreThanFiftyHostsJoinsNone(int hosts, double communities, double largest)
      throws IOException {
    var lines = new ArrayList<Line>();
    meet(lines, 1, hosts, "1");
    assertThat(measure(lines))
        .containsEntry("communities", communities)
        .containsEntry("largestCommunity", largest)
        .hasEntrySatisfying("modularity", q -> assertThat(q).isCloseTo(0, within(1e-12)));
  }

  @Test
  void hostsThatShareNothingAreAlone() throws IOException {
    var lines = new ArrayList<Line>();
    for (int host = 1; host <= 4; host++) {
      meet(lines, host, host, Integer.toString(host));
    }
    assertThat(measure(lines))
        .containsEntry("modularity", 0.0)
        .containsEntry("communities", 0.0)
        .containsEntry("largestCommunity", 0.25);
  }

  /** Four peers of all 60 hosts say nothing, but of 40 of the hosts they join all. */
  @Test
  void ofManyHostsAsManyAsAreWantedAreLookedAt() throws IOException {
    var lines = new ArrayList<Line>();
    meet(lines, 1, 60, "1", "2", "3", "4");
    assertThat(measure(lines, 60)).containsEntry("communities", 0.0);
    assertThat(measure(lines, 40))
        .containsEntry("communities", 1.0)
        .containsEntry("largestCommunity", 1.0);
    List<Line> groups = cliques();
    Map<String, Double> some = measure(groups, 5);
    Collections.reverse(groups);
    assertThat(measure(groups, 5)).isEqualTo(some); // the same five whatever the order of lines
  }
}
