package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Categories;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.Fidelity.OfNetwork;
import io.stanflow.evaluate.measure.Fidelity.Quantiles;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.RuleOutcome;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The tables of {@link Fidelity}. */
final class FidelityTables {
  private static final String DISTANCES =
      "0 is the same. jsd: Jensen-Shannon divergence of the shares of words, at most 1. ks, w1:"
          + " Kolmogorov-Smirnov and Wasserstein distance of sizes and times. joint.pcd, joint.cmd:"
          + " how numbers and words go together. diff: difference of a structure's measure; dkc is"
          + " the mean rate at which rules of the domain are broken. curve, quarter: over ranks and"
          + " over time.";

  private static final String NETWORK =
      "fanOut: share of flows whose peer meets so many hosts or more in the same second, 10"
          + " seconds, minute. scansPerHour: peers that meet 20 hosts or more by one port in 10"
          + " minutes. varianceOverMean: of the network's flows in a bin; 1 were a Poisson process."
          + " hurst: how slowly that evens out, 0.5 to 1. hostCorrelation: of two hosts' flows a"
          + " minute. modularity: how far hosts fall into groups that share peers, their"
          + " communities. internalPeersAreHosts: share of the flows inside whose peer is itself a"
          + " host of the file. docs/metrics.md has the formulas.";

  private static final String NETWORK_DISTANCES =
      "0 is the same, 1 the furthest. jsd.sweepServices: what peers ask for that meet ten hosts or"
          + " more in the same minute. jsd.internalServices: what flows inside the network are"
          + " about.";

  private static final String HOSTS =
      "Quantiles over hosts, each counted once: flows, hours with flows, share of flows that go"
          + " out, peers and services, and the share of the most frequent one.";

  private static final List<String> LISTED =
      List.of(Categories.PROTOCOL, Categories.FLAGS, Categories.SERVICE_PORT, Categories.HOUR);

  private final Cells cells;

  FidelityTables(Cells cells) {
    this.cells = cells;
  }

  Table files() {
    return cells.table(
        "Files",
        "",
        cells
            .part(Column::file)
            .row("file", FileFacts::name)
            .row("flows", file -> Long.toString(file.flows()))
            .row("hosts", file -> Integer.toString(file.hosts()))
            .row("internal", FileFacts::internal)
            .row("first", FileFacts::first)
            .row("last", FileFacts::last)
            .rows());
  }

  Table distances() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::distances))) {
      rows.add(cells.distance(name, get(Fidelity::distances, name)));
    }
    if (cells.any(Column::fidelity)) {
      rows.add(cells.distance("meanDistance", part(Fidelity::meanDistance)));
    }
    return cells.table("Distance from real", DISTANCES, rows);
  }

  /** What is measured of the network, and how far that is from the real one's. */
  List<Table> network() {
    var measures = new ArrayList<Row>();
    for (String name : cells.names(network(OfNetwork::measures))) {
      measures.add(cells.row(name, network(of -> of.measures().get(name)), Cells::number));
    }
    var distances = new ArrayList<Row>();
    for (String name : cells.names(network(OfNetwork::distances))) {
      distances.add(cells.distance(name, network(of -> of.distances().get(name))));
    }
    if (!distances.isEmpty()) {
      distances.add(cells.distance("meanNetworkDistance", network(OfNetwork::meanDistance)));
    }
    return List.of(
        cells.table("Network", NETWORK, measures),
        cells.table("Distance from the real network", NETWORK_DISTANCES, distances));
  }

  private static <P> Function<Column, P> network(Function<OfNetwork, P> part) {
    return part(fidelity -> fidelity.network() == null ? null : part.apply(fidelity.network()));
  }

  Table volume() {
    List<Row> rows =
        cells
            .part(part(Fidelity::flowsPerHostHour))
            .row("mean", spread -> Cells.number(spread.mean()))
            .row("median", spread -> Cells.number(spread.median()))
            .row("90 %", spread -> Cells.number(spread.p90()))
            .row("max", spread -> Cells.number(spread.max()))
            .rows();
    rows.addAll(
        cells
            .part(part(Fidelity::runaway))
            .row("99.9 % of ratio to own mean", ratios -> Cells.number(ratios.p999()))
            .row("max ratio to own mean", ratios -> Cells.number(ratios.max()))
            .rows());
    return cells.table("Flows per host and hour", "", rows);
  }

  Table structure() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::structure))) {
      rows.add(cells.row(name, get(Fidelity::structure, name), Cells::number));
    }
    return cells.table("Structure", "", rows);
  }

  Table rules() {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(Fidelity::rules))) {
      rows.add(cells.row(name, get(Fidelity::rules, name), FidelityTables::outcome));
    }
    return cells.table("Rules: flows that pass in % (failing of checked)", "", rows);
  }

  private static String outcome(RuleOutcome outcome) {
    double floor = Math.floor(outcome.passPercent() * 100) / 100; // 100 is said of perfection only
    return String.format(
        Locale.ROOT, "%.2f (%d of %d)", floor, outcome.failed(), outcome.checked());
  }

  Table quantiles() {
    return quantiles("Quantiles", "", Fidelity::quantiles);
  }

  Table hosts() {
    return quantiles("Hosts", HOSTS, Fidelity::hosts);
  }

  private Table quantiles(
      String title, String note, Function<Fidelity, Map<String, Quantiles>> of) {
    var rows = new ArrayList<Row>();
    for (String name : cells.names(part(of))) {
      rows.addAll(
          cells
              .part(get(of, name))
              .row(name + " 10 %", q -> Cells.number(q.p10()))
              .row(name + " 50 %", q -> Cells.number(q.p50()))
              .row(name + " 90 %", q -> Cells.number(q.p90()))
              .row(name + " 99 %", q -> Cells.number(q.p99()))
              .rows());
    }
    return cells.table(title, note, rows);
  }

  /** One table for each of the most telling distributions. */
  List<Table> shares() {
    return LISTED.stream().map(this::shares).toList();
  }

  private Table shares(String name) {
    Function<Column, Map<String, Double>> shares = get(Fidelity::shares, name);
    var rows = new ArrayList<Row>();
    for (String word : cells.names(shares)) {
      boolean seen =
          cells.columns().stream()
              .map(shares)
              .anyMatch(found -> found != null && found.getOrDefault(word, 0.0) > 0);
      if (seen) {
        rows.add(cells.row(word, shares, found -> share(found.get(word))));
      }
    }
    return cells.table("Share in % by " + name, "", rows);
  }

  private static String share(Double share) {
    return share == null ? null : Cells.percent(share);
  }

  private static <P> Function<Column, P> part(Function<Fidelity, P> part) {
    return column -> column.fidelity() == null ? null : part.apply(column.fidelity());
  }

  private static <V> Function<Column, V> get(Function<Fidelity, Map<String, V>> map, String name) {
    return part(fidelity -> map.apply(fidelity).get(name));
  }
}
