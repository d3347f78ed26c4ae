package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Detectability.Giveaway;
import io.stanflow.evaluate.learn.Neighborhood;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.Fidelity.Quantiles;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.RuleOutcome;
import io.stanflow.evaluate.privacy.Privacy;
import io.stanflow.evaluate.report.Column.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report with everything in it. No file was measured: the figures are like those of a day of an
 * internet provider, and further from real the greater a file's {@code skew}.
 */
public final class MadeUpReport {
  private static final long FLOWS = 892_265;

  private MadeUpReport() {}

  /** All roles, two synthetic files, three baselines; every part of each column. */
  public static Report full() {
    return new Report(
        new Report.Settings("1.0.0", 7),
        List.of(
            column("real", Role.REAL, 0),
            column("later", Role.SAME_HOSTS_LATER, 0.1),
            column("otherHosts", Role.OTHER_HOSTS, 0.3),
            column("synthetic", Role.SYNTHETIC, 0.22),
            column("peer", Role.SYNTHETIC, 0.6),
            column("independent", Role.BASELINE, 1.1),
            column("bayes", Role.BASELINE, 0.8),
            column("resampled", Role.BASELINE, 0.02)));
  }

  /** A file of which nothing was measured. */
  public static Column bare(String name, Role role) {
    var file = new FileFacts(name + ".csv", "csv", 1, 1, "10.0.0.0/8", null, null);
    return new Column(name, role, file, null, null, null, null, null, null);
  }

  /**
   * A full column.
   *
   * @param skew 0 for real; 1 is far from it
   */
  public static Column column(String name, Role role, double skew) {
    return new Column(
        name,
        role,
        new FileFacts(
            name + ".csv.gz",
            "nfdump CSV",
            Math.round(FLOWS * (1 - skew / 4)),
            142,
            "42.219.0.0/16",
            "2016-04-11T00:01:38Z",
            "2016-04-11T15:59:59Z"),
        fidelity(skew),
        new Neighborhood(1 - skew / 3, 0.98 - skew / 4, 20_000),
        detectability(skew),
        utility(skew),
        privacy(role, skew),
        MadeUpPlots.of(skew));
  }

  private static Fidelity fidelity(double skew) {
    Map<String, Double> distances = MadeUpPlots.distances(skew);
    return new Fidelity(
        Map.of(
            "protocol", MadeUpPlots.protocols(skew),
            "tcpFlags", MadeUpPlots.flags(skew),
            "servicePort", MadeUpPlots.ports(skew),
            "hourOfDay", hours(skew)),
        quantiles(skew),
        Map.of("topService", new Quantiles(0.3, 0.6 - skew / 4, 0.9, 1)),
        new Fidelity.Spread(392.7, 169, 1037 * (1 + skew), 4116 * (1 + 2 * skew)),
        new Fidelity.Runaway(6.3 * (1 + skew), 8.1 * (1 + 2 * skew)),
        structure(skew),
        rules(skew),
        distances,
        distances.values().stream().mapToDouble(d -> d).average().orElseThrow(),
        new Fidelity.OfNetwork(
            Map.of("lastMinuteOfHour", 1 / 60.0 + skew / 4),
            Map.of("diff.lastMinuteOfHour", skew / 4),
            skew / 4));
  }

  private static Map<String, Double> hours(double skew) {
    var hours = new LinkedHashMap<String, Double>();
    List<Double> shares = MadeUpPlots.hourOfDay(skew);
    for (int hour = 0; hour < 24; hour++) {
      hours.put(Integer.toString(hour), shares.get(hour));
    }
    return hours;
  }

  private static Map<String, Quantiles> quantiles(double skew) {
    var quantiles = new LinkedHashMap<String, Quantiles>();
    quantiles.put("bytes", new Quantiles(52, 474 * (1 + skew), 8187 * (1 + skew), 226_935));
    quantiles.put("packets", new Quantiles(1, 5, 25, 861 * (1 - skew / 2)));
    quantiles.put("gapMillis", new Quantiles(0, 0, 24_000 * (1 - skew / 5), 137_000));
    return quantiles;
  }

  private static Map<String, Double> structure(double skew) {
    var structure = new LinkedHashMap<String, Double>();
    structure.put("reply", 0.4036 - skew / 4);
    structure.put("samePeer", 0.6405 - skew / 3);
    structure.put("seenPeer", 0.9231 - skew / 2);
    structure.put("peersPerFlow", 0.1417 + skew / 3);
    structure.put("zeroGap", 0.5184);
    structure.put("bytesAutocorrelation", 0.2797 - skew / 4);
    structure.put("realTopSizes", 0.4086 - skew / 5);
    return structure;
  }

  private static Map<String, RuleOutcome> rules(double skew) {
    var rules = new LinkedHashMap<String, RuleOutcome>();
    rules.put("wellFormed", new RuleOutcome(FLOWS, 0));
    rules.put("addresses", new RuleOutcome(FLOWS, 782));
    rules.put("sourceUnicast", new RuleOutcome(FLOWS, Math.round(28_670 * (1 + skew))));
    rules.put("dnsIsUdp", new RuleOutcome(97_970, Math.round(146 * (1 + 9 * skew))));
    rules.put("webIsTcp", new RuleOutcome(443_587, 309));
    rules.put("protocolAndFlagsSeen", new RuleOutcome(FLOWS, Math.round(5000 * skew)));
    return rules;
  }

  private static Detectability detectability(double skew) {
    return new Detectability(
        test(0.5 + 0.4 * skew, skew, "bytesPerPacket", "servicePort"),
        test(0.5 + 0.5 * skew, skew, "gap 2 / gap 1", "peer 3 = peer 1"),
        test(0.5 + 0.55 * skew, skew, "duration 3 - duration 2", "outgoing 1"),
        test(0.5 + 0.6 * skew, skew, "peers", "commonGap"),
        test(0.5 + 0.7 * skew, skew, "flows", "largest bytes"),
        test(0.5 + 0.8 * skew, skew, "hosts", "services"));
  }

  private static Detectability.Test test(double auc, double skew, String first, String second) {
    double capped = Math.min(0.999, auc);
    var giveaways = new ArrayList<Giveaway>();
    giveaways.add(new Giveaway(first, 0.09 * skew));
    giveaways.add(new Giveaway(second, 0.05 * skew));
    for (String feature : List.of("bytes", "packets", "durationMillis", "tcpFlags", "protocol")) {
      giveaways.add(new Giveaway(feature, 0.02 * skew / giveaways.size()));
    }
    return new Detectability.Test(
        capped, capped - 0.006, Math.min(1, capped + 0.006), 50_000, giveaways);
  }

  private static Utility utility(double skew) {
    var scores = new ArrayList<Utility.Score>();
    for (String learner : List.of("gradientBoosting", "linear")) {
      double less = 1 - (learner.equals("linear") ? 0.06 : 0.11) * skew;
      scores.add(new Utility.Score("forecastBytes", learner, "mse", 1.82 / less, less));
      scores.add(new Utility.Score("completeProtocol", learner, "macroF1", 0.71 * less, less));
      less *= 1 - skew / 6;
      scores.add(new Utility.Score("completeFlags", learner, "macroF1", 0.44 * less, less));
      less *= 1 - skew / 6;
      scores.add(new Utility.Score("detectAttacks", learner, "auc", 0.93 * less, less));
    }
    var mixes = new ArrayList<Utility.Mix>();
    for (String task : List.of("forecastBytes", "completeFlags")) {
      for (double real : new double[] {1, 0.75, 0.5, 0.25, 0.1, 0}) {
        double ratio = 1 - 0.2 * skew * (1 - real) * (1 - real);
        mixes.add(new Utility.Mix(task, real, "macroF1", 0.44 * ratio, ratio));
      }
    }
    return new Utility(scores, mixes);
  }

  private static Privacy privacy(Role role, double skew) {
    double copies = 0.021 * (1.2 - Math.min(1, skew * 2));
    double closest = role == Role.SYNTHETIC ? 0.503 : 0.5 + (skew < 0.05 ? 0.45 : 0);
    return new Privacy(
        new Privacy.Copies(copies, 0.4 + copies, 442_222),
        new Privacy.ClosestRecords(closest, closest - 0.008, closest + 0.008, 20_000),
        new Privacy.Addresses(3, 61_200, 40_100, 11_750, 0.86, 0.05 / (1 + skew), 142));
  }
}
