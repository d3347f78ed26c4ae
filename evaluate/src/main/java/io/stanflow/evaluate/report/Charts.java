package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.learn.Utility.Mix;
import io.stanflow.evaluate.learn.Utility.Score;
import io.stanflow.evaluate.measure.Categories;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.Plots.Histogram;
import io.stanflow.evaluate.measure.Plots.Rank;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What {@code report.js} draws: one chart per canvas of the page. */
final class Charts {
  private static final Map<String, String> QUANTITIES =
      Map.of(
          "bytes", "Bytes of a flow",
          "packets", "Packets of a flow",
          "bytesPerPacket", "Bytes per packet",
          "durationMillis", "Duration",
          "gapMillis", "Gap since the host's previous flow",
          "peersPerHostHour", "Peers of a host in an hour",
          "bytesPerPeer", "Bytes of a peer",
          "flowsPerHostHour", "Flows of a host in an hour");

  /** Headings. */
  static final String SHARES = "Shares";

  static final String PEERS = "Peers and time";

  private static final Map<String, String> WORDS =
      Map.of(
          Categories.PROTOCOL, "Protocol",
          Categories.FLAGS, "TCP flags",
          Categories.SERVICE_PORT, "Service port");
  private final List<Column> columns;
  private final Cells cells;
  private final List<Chart> charts = new ArrayList<>();

  /**
   * A chart.
   *
   * @param group heading that it stands under
   * @param kind of drawing, known to {@code report.js}
   * @param labels of the axis: words, edges or file names
   * @param series in the order of the files, null where not measured
   */
  record Chart(String group, String kind, String title, List<?> labels, List<Series> series) {}

  /**
   * One file's part of a chart.
   *
   * @param x null where the labels say it
   * @param low lower ends of intervals, or null
   */
  record Series(List<Double> x, List<Double> values, List<Double> low, List<Double> high) {}

  private Charts(List<Column> columns) {
    this.columns = columns;
    cells = new Cells(columns);
  }

  /** The charts of what was measured. */
  static List<Chart> of(List<Column> columns) {
    var charts = new Charts(columns);
    charts.histograms();
    charts.curves();
    new NetworkCharts(charts).add();
    charts.allShares();
    charts.scores();
    charts.mixes();
    LearnTables.TESTS.forEach(charts::auc);
    return List.copyOf(charts.charts);
  }

  /** Adds a chart, if any file has a part of it. */
  void add(String group, String kind, String title, List<?> labels, Function<Column, Series> part) {
    List<Series> series = columns.stream().map(part).toList();
    if (series.stream().anyMatch(Objects::nonNull)) {
      charts.add(new Chart(group, kind, title, labels, series));
    }
  }

  /** One file's part without intervals; null without values. */
  static Series series(List<Double> x, List<Double> values) {
    boolean empty = values == null || values.isEmpty();
    return empty ? null : new Series(x, figures(values), null, null);
  }

  List<Column> columns() {
    return columns;
  }

  /** Six digits, more than a screen shows; null for what JSON has no word for. */
  private static List<Double> figures(List<Double> values) {
    return values.stream().map(Charts::figure).toList();
  }

  private static Double figure(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : Double.valueOf(new BigDecimal(value).round(new MathContext(6)).doubleValue());
  }

  private void histograms() {
    for (String name : cells.names(plots(Plots::histograms))) {
      Function<Column, Histogram> histograms = plots(plots -> plots.histograms().get(name));
      List<Double> edges =
          columns.stream().map(histograms).filter(h -> h != null).findFirst().orElseThrow().edges();
      String kind = name.endsWith("Millis") ? "times" : "sizes";
      add(
          "Sizes and times",
          kind,
          QUANTITIES.getOrDefault(name, name),
          edges,
          column -> {
            Histogram histogram = histograms.apply(column);
            return histogram == null ? null : series(null, histogram.shares());
          });
    }
  }

  private void curves() {
    add(PEERS, "ranks", "Peer addresses by rank", List.of(), this::popularity);
    add(
        PEERS,
        "hours",
        "Hour of day, UTC",
        IntStream.range(0, 24).boxed().toList(),
        column -> series(null, plots(Plots::hourOfDay).apply(column)));
    Function<Column, List<Double>> lags = plots(Plots::autocorrelation);
    int most =
        columns.stream()
            .map(lags)
            .mapToInt(measured -> measured == null ? 0 : measured.size())
            .max()
            .orElse(0);
    add(
        PEERS,
        "lags",
        "Autocorrelation of a host's bytes",
        IntStream.rangeClosed(1, most).boxed().toList(),
        column -> series(null, lags.apply(column)));
  }

  private Series popularity(Column column) {
    List<Rank> ranks = plots(Plots::popularity).apply(column);
    return ranks == null ? null : ranks(ranks);
  }

  /** A curve of ranks; null without any. */
  static Series ranks(List<Rank> ranks) {
    return series(
        ranks.stream().map(rank -> (double) rank.rank()).toList(),
        ranks.stream().map(Rank::share).toList());
  }

  /** What the words of a distribution or column are called. */
  static String title(String name) {
    return WORDS.getOrDefault(name, name);
  }

  /** Of every categorical attribute, NetFlow's first. */
  private void allShares() {
    var names =
        new LinkedHashSet<>(
            List.of(Categories.PROTOCOL, Categories.FLAGS, Categories.SERVICE_PORT));
    for (Column column : columns) {
      if (column.fidelity() != null) {
        names.addAll(column.fidelity().shares().keySet());
      }
    }
    names.remove(Categories.HOUR);
    names.forEach(this::shares);
  }

  private void shares(String name) {
    Function<Column, Map<String, Double>> shares =
        column -> column.fidelity() == null ? null : column.fidelity().shares().get(name);
    var words = List.copyOf(cells.names(shares));
    add(
        SHARES,
        "bars",
        title(name),
        words,
        column -> {
          Map<String, Double> found = shares.apply(column);
          return found == null
              ? null
              : series(null, words.stream().map(word -> found.getOrDefault(word, 0.0)).toList());
        });
  }

  private void scores() {
    var labels = new LinkedHashSet<String>();
    for (Column column : columns) {
      scores(column).forEach(score -> labels.add(label(score)));
    }
    add(
        "Use in machine learning",
        "ratios",
        "Trained on a file, tested on real flows: score / that of training on real",
        List.copyOf(labels),
        column ->
            scores(column).isEmpty()
                ? null
                : series(null, labels.stream().map(label -> ratio(column, label)).toList()));
  }

  private static List<Score> scores(Column column) {
    return column.utility() == null ? List.of() : column.utility().scores();
  }

  private static String label(Score score) {
    return score.task() + ", " + score.learner();
  }

  private static double ratio(Column column, String label) {
    return scores(column).stream()
        .filter(score -> label(score).equals(label))
        .mapToDouble(Score::ratioToReal)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void mixes() {
    Function<Column, List<Mix>> mixes =
        column -> column.utility() == null ? List.of() : column.utility().mixes();
    var tasks = new LinkedHashSet<String>();
    columns.forEach(column -> mixes.apply(column).forEach(mix -> tasks.add(mix.task())));
    for (String task : tasks) {
      add(
          "Use in machine learning",
          "mixes",
          "Part real, part this file: " + task,
          List.of(),
          column -> {
            List<Mix> ofTask =
                mixes.apply(column).stream().filter(mix -> mix.task().equals(task)).toList();
            return series(
                ofTask.stream().map(mix -> 100 * mix.realShare()).toList(),
                ofTask.stream().map(Utility.Mix::ratioToReal).toList());
          });
    }
  }

  private void auc(String title, Function<Detectability, Detectability.Test> which) {
    add(
        "Telling apart",
        "auc",
        title.substring(0, 1).toUpperCase(Locale.ROOT)
            + title.substring(1)
            + ": AUC with 95 % interval",
        columns.stream().map(Column::name).toList(),
        column -> {
          var test = column.detectability() == null ? null : which.apply(column.detectability());
          return test == null
              ? null
              : new Series(
                  null,
                  figures(List.of(test.auc())),
                  figures(List.of(test.low())),
                  figures(List.of(test.high())));
        });
  }

  /** A part of each file's plots; null for a file without. */
  static <P> Function<Column, P> plots(Function<Plots, P> part) {
    return column -> column.plots() == null ? null : part.apply(column.plots());
  }
}
