package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.FlowCounts;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.Plots.Rank;
import io.stanflow.evaluate.measure.Tally;
import io.stanflow.evaluate.report.Charts.Chart;
import io.stanflow.evaluate.report.Column.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What synthetic flows are like, as one HTML file with the charts of a {@link Report}. */
public final class FlowPage {
  private static final int WORDS = 15;
  private static final List<String> GROUPS =
      List.of(NetworkCharts.GROUP, Charts.SHARES, "Hosts", Charts.PEERS);

  private final FlowCounts counts;
  private final String settings;
  private final List<Column> columns;
  private final List<Chart> charts;

  private FlowPage(FlowCounts counts, FileFacts facts, String settings) {
    this.counts = counts;
    this.settings = settings;
    columns = List.of(Column.measured("synthetic", Role.SYNTHETIC, facts, null, counts.plots()));
    charts = new ArrayList<>(Charts.of(columns));
    ranks("Flows of hosts by rank", counts.hostFlows());
    ranks("Bytes of hosts by rank", counts.hostBytes());
    shares("Service", counts.services());
    shares("Inside and outside", counts.places());
    counts.columns().forEach(column -> shares(Charts.title(column), counts.words(column)));
    charts.sort(Comparator.comparingInt(chart -> place(chart.group())));
  }

  /**
   * The page.
   *
   * @param counts of all flows
   * @param facts of the file
   * @param settings that the flows were made with, in words
   */
  public static String of(FlowCounts counts, FileFacts facts, String settings) {
    return new FlowPage(counts, facts, settings).html();
  }

  private static int place(String group) {
    int place = GROUPS.indexOf(group);
    return place < 0 ? GROUPS.size() : place;
  }

  private void ranks(String title, Tally<?> tally) {
    List<Rank> ranks = tally.ranks();
    if (!ranks.isEmpty()) {
      charts.add(new Chart("Hosts", "ranks", title, List.of(), List.of(Charts.ranks(ranks))));
    }
  }

  private void shares(String title, Tally<String> tally) {
    Map<String, Long> top = tally.top(WORDS);
    if (!top.isEmpty()) {
      List<Double> shares = top.values().stream().map(n -> (double) n / tally.total()).toList();
      List<String> words = List.copyOf(top.keySet());
      charts.add(
          new Chart(Charts.SHARES, "bars", title, words, List.of(Charts.series(null, shares))));
    }
  }

  private String html() {
    return new ChartPage("Synthetic flows", columns, charts)
        .write(
            (html, tables) -> {
              html.open("header").leaf("h1", "Synthetic flows");
              html.leaf("p", settings, "class", "settings");
              tables.files(columns);
              if (counts.peers().isCut() || counts.hostFlows().isCut()) {
                html.leaf(
                    "p",
                    "Of more addresses than memory is kept for, the most frequent ones count.",
                    "class",
                    "note");
              }
              html.close();
              new PictureSection(html, tables, columns, charts).write();
            });
  }
}
