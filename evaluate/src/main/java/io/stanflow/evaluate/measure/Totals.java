package io.stanflow.evaluate.measure;

import io.stanflow.flow.Hours;
import java.io.IOException;
import java.util.Map;

/**
 * How even the network's flows are over time, in bins of a second to ten minutes, of those hours in
 * which there are any.
 *
 * <p>{@code varianceOverMean}: index of dispersion of the flows of a bin, 1 for a Poisson process.
 * {@code hurst}: from the variance of the mean over m seconds, which falls as m^(2H − 2) (Leland,
 * Taqqu, Willinger, Wilson, On the Self-Similar Nature of Ethernet Traffic, IEEE/ACM Transactions
 * on Networking 2 (1994), aggregated variances): least squares over m = 1, 10, 60, 600. {@code
 * minuteAutocorrelation}: of the flows of a minute, lag 1.
 */
final class Totals {
  private static final int[] SECONDS = {1, 10, 60, 600};
  private static final int FEWEST_BINS = 12;
  private static final long SECOND = 1_000_000;
  private static final String MINUTE = FlowSql.span(60 * SECOND);

  /**
   * Seconds of the file's hours that have flows; an hour cut by its start or end counts in part.
   */
  private static final String COVERED =
      "(SELECT sum(least((h + 1) * 3600, last + 1) - greatest(h * 3600, first)) FROM (SELECT"
          + " DISTINCT "
          + FlowSql.span(Hours.MICROS)
          + " AS h FROM flows), (SELECT min(s) AS first, max(s) AS last FROM (SELECT "
          + FlowSql.span(SECOND)
          + " AS s FROM flows)))";

  private Totals() {}

  static void measure(Query query, Map<String, Double> measures) throws IOException {
    double[] logs = new double[SECONDS.length];
    int scales = 0;
    for (int seconds : SECONDS) {
      double[] row =
          query.row(
              "SELECT sum(n), sum(n * n), %s / %de0 FROM (SELECT count(*)::DOUBLE AS n FROM flows GROUP BY %s)"
                  .formatted(COVERED, seconds, FlowSql.span(seconds * SECOND)));
      double mean = row[0] / row[2];
      double variance = row[1] / row[2] - mean * mean;
      if (row[2] < FEWEST_BINS || variance <= 0) {
        break;
      }
      measures.put("varianceOverMean." + name(seconds), variance / mean);
      logs[scales++] = Math.log(variance / seconds / seconds);
    }
    if (scales > 1) {
      measures.put("hurst", 1 + slope(logs, scales) / 2);
    }
    measures.put("minuteAutocorrelation", autocorrelation(query));
  }

  private static String name(int seconds) {
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m";
  }

  private static double slope(double[] y, int n) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += Math.log(SECONDS[i]) / n;
      meanY += y[i] / n;
    }
    double products = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = Math.log(SECONDS[i]) - meanX;
      products += x * (y[i] - meanY);
      squares += x * x;
    }
    return products / squares;
  }

  private static double autocorrelation(Query query) throws IOException {
    double[] row =
        query.row(
            "WITH minutes AS (SELECT "
                + MINUTE
                + " AS m, count(*) AS n FROM flows GROUP BY ALL)"
                + " SELECT corr(a.n, b.n) FROM minutes a JOIN minutes b ON b.m = a.m + 1");
    return row[0];
  }

  /**
   * Mean correlation of two hosts' ln(1 + flows a minute), over all pairs of hosts that are not
   * constant: with z standardised over T minutes, mean z_a z_b = (Σ_t (Σ_h z)² / T − H) / (H (H −
   * 1)).
   */
  static double correlation(Query query) throws IOException {
    String minutes = COVERED + " / 60e0";
    double[] row =
        query.row(
            """
            WITH cells AS (
              SELECT %1$s, %3$s AS m, ln(1 + count(*)) AS x FROM flows GROUP BY ALL),
            size AS (SELECT %2$s AS t),
            hosts AS (
              SELECT %1$s, sum(x) / t AS mean, sqrt(sum(x * x) / t - power(sum(x) / t, 2)) AS deviation
              FROM cells, size GROUP BY %1$s, t
              HAVING sum(x * x) / t - power(sum(x) / t, 2) > 1e-12),
            base AS (SELECT count(*) AS h, sum(mean / deviation) AS at_rest FROM hosts),
            sums AS (
              SELECT m, sum(x / deviation) AS s FROM cells JOIN hosts USING (%1$s) GROUP BY m)
            SELECT ((sum(power(s - at_rest, 2)) + (t - count(*)) * power(at_rest, 2)) / t - h) / nullif(h * (h - 1e0), 0)
            FROM sums, base, size GROUP BY h, at_rest, t\
            """
                .formatted(FlowSql.HOST, minutes, MINUTE));
    return row.length == 0 ? Double.NaN : row[0];
  }
}
