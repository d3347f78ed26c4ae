package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.Plots.HeatMap;
import io.stanflow.evaluate.measure.Plots.Histogram;
import io.stanflow.evaluate.measure.Plots.Rank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Curves, shares and distances of {@link MadeUpReport}. */
final class MadeUpPlots {
  private static final String[] DISTANCES = {
    "jsd.protocol 0.002", "jsd.tcpFlags 0.018", "jsd.servicePort 0.07", "jsd.direction 0.0004",
    "jsd.size 0.08", "jsd.hourOfDay 0.004", "w1.bytes 0.21", "w1.packets 0.13",
    "w1.bytesPerPacket 0.32", "w1.durationMillis 0.4", "w1.gapMillis 0.065", "diff.reply 0.10",
    "diff.samePeer 0.1", "diff.zeroGap 0.005", "diff.realTopSizes 0.08", "curve.peerPopularity 0.9",
  };

  private MadeUpPlots() {}

  static Map<String, Double> distances(double skew) {
    var distances = new LinkedHashMap<String, Double>();
    for (String line : DISTANCES) {
      String[] parts = line.split(" ", 2);
      distances.put(parts[0], skew * Double.parseDouble(parts[1]));
    }
    return distances;
  }

  static Plots of(double skew) {
    var histograms = new LinkedHashMap<String, Histogram>();
    histograms.put(
        "bytes", histogram(0, 9, x -> bell(x, 1.75, 0.12) + bell(x, 2.9 + skew / 4, 0.9)));
    histograms.put(
        "packets", histogram(0, 6, x -> bell(x, 0.2, 0.25) + bell(x, 0.8 + skew / 5, 0.5)));
    histograms.put(
        "bytesPerPacket",
        histogram(0, 4, x -> bell(x, 1.65, 0.1) + bell(x, 2.3 + skew / 3, 0.35) / 2));
    histograms.put(
        "durationMillis",
        histogram(0.3 + skew / 8, 7, x -> bell(x, 2.4, 0.8) + bell(x, 4, 0.5 + skew / 3)));
    histograms.put(
        "gapMillis", histogram(0.52, 7, x -> bell(x, 3.1, 0.3 + skew / 2) + bell(x, 4.3, 0.6)));
    return new Plots(
        histograms,
        popularity(skew),
        hourOfDay(skew),
        IntStream.rangeClosed(1, 20)
            .mapToObj(lag -> 0.28 * (1 - skew / 2) * Math.pow(lag, -0.5 - skew / 2))
            .toList(),
        Map.of(
            "protocol × servicePort", map(protocols(skew), ports(skew)),
            "protocol × tcpFlags", map(protocols(skew), flags(skew))),
        rows(skew),
        times(skew));
  }

  private static Plots.Times times(double skew) {
    List<Double> minutes =
        IntStream.range(0, 960)
            .mapToObj(m -> 900 * (1 + skew * Math.sin(m / 90.0)) + (m % 60 == 59 ? 1e4 * skew : 0))
            .toList();
    List<Double> even = Collections.nCopies(60, 1 / 60.0);
    return new Plots.Times(minutes, 1, even, even, services(minutes, skew));
  }

  /** Parts of each minute that sum to it. */
  private static Map<String, List<Double>> services(List<Double> minutes, double skew) {
    var services = new LinkedHashMap<String, List<Double>>();
    services.put("TCP 80", minutes.stream().map(n -> n * (0.5 - skew / 8)).toList());
    services.put("UDP 53", minutes.stream().map(n -> n * 0.3).toList());
    services.put("ICMP", minutes.stream().map(n -> n * 0.1).toList());
    services.put("other", minutes.stream().map(n -> n * (0.1 + skew / 8)).toList());
    return services;
  }

  private static double bell(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return Math.exp(-z * z / 2) / deviation;
  }

  /** The first bin is [0, 1) with the share {@code zero}; then four bins a decade. */
  private static Histogram histogram(double zero, int decades, DoubleUnaryOperator density) {
    var edges = new ArrayList<>(List.of(0.0));
    var shares = new ArrayList<Double>();
    for (int i = 0; i <= 4 * decades; i++) {
      edges.add(Math.pow(10, i / 4.0));
      shares.add(density.applyAsDouble((i - 0.5) / 4));
    }
    shares.set(0, 0.0);
    double sum = shares.stream().mapToDouble(s -> s).sum();
    shares.replaceAll(share -> share / sum * (1 - zero));
    shares.set(0, zero);
    return new Histogram(edges, shares);
  }

  private static List<Rank> popularity(double skew) {
    var ranks = new ArrayList<Rank>();
    for (double rank = 1; rank < 60_000; rank = Math.ceil(rank * 1.35)) {
      double share = 0.047 / Math.pow(rank + 2 * skew, 0.85 - skew / 8);
      ranks.add(new Rank((long) rank, share));
    }
    return ranks;
  }

  static List<Double> hourOfDay(double skew) {
    return IntStream.range(0, 24)
        .mapToObj(hour -> (1 + (0.3 - skew / 6) * Math.sin((hour - 7) * Math.PI / 12)) / 24)
        .toList();
  }

  static Map<String, Double> protocols(double skew) {
    return shares(skew, "TCP 0.7744", "UDP 0.1709", "ICMP 0.0439", "GRE 0.0065", "IPIP 0.0035");
  }

  static Map<String, Double> flags(double skew) {
    return shares(
        skew,
        "...AP.SF 0.3588",
        "...A.... 0.2556",
        "......S. 0.0869",
        "...AP.S. 0.0548",
        "...A..SF 0.0474",
        "...A...F 0.0379",
        "...APRS. 0.0339",
        "...AP..F 0.0332");
  }

  static Map<String, Double> ports(double skew) {
    return shares(
        skew,
        "80 0.4430",
        "53 0.1162",
        "25 0.1029",
        "443 0.0829",
        "110 0.0514",
        "22 0.0419",
        "123 0.0226",
        "161 0.0182",
        "23 0.0118",
        "8080 0.0100");
  }

  private static Map<String, Double> shares(double skew, String... words) {
    var shares = new LinkedHashMap<String, Double>();
    double sign = 1;
    for (String word : words) {
      String[] parts = word.split(" ", 2);
      shares.put(parts[0], Double.parseDouble(parts[1]) * (1 + sign * skew / 3));
      sign = -sign;
    }
    double sum = shares.values().stream().mapToDouble(share -> share).sum();
    shares.replaceAll((word, share) -> share / Math.max(1, sum));
    return shares;
  }

  private static HeatMap map(Map<String, Double> rows, Map<String, Double> columns) {
    var shares = new ArrayList<List<Double>>();
    for (double row : rows.values()) {
      shares.add(columns.values().stream().map(c -> row * c * c < 1e-6 ? 0 : row * c).toList());
    }
    return new HeatMap(List.copyOf(rows.keySet()), List.copyOf(columns.keySet()), shares);
  }

  private static Plots.Rows rows(double skew) {
    var rows = new ArrayList<List<String>>();
    for (int i = 1; i <= 6; i++) {
      String bytes = Long.toString(Math.round(60 * i * (1 + skew)));
      rows.add(List.of("00:00:0" + i, "peer " + i, i % 2 == 0 ? "in" : "out", "443", "TCP", bytes));
    }
    return new Plots.Rows(List.of("time", "peer", "direction", "port", "protocol", "bytes"), rows);
  }
}
