package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Autocorrelation of x = ln(1 + bytes) in the hosts' series: r(k) = Σ (x(t) − m)(x(t−k) − m) / Σ
 * (x(t) − m)², m the host's mean, sums over all hosts. Source: Box and Jenkins, Time Series
 * Analysis (1970), of one series; pooled here.
 */
final class Autocorrelation {
  private static final int LAGS = 20;

  /** Lags that the distance looks at. */
  private static final int COMPARED = 10;

  private Autocorrelation() {}

  /** r(1), r(2), ... up to the last lag that a series is long enough for; empty without bytes. */
  static List<Double> measure(Schema schema, Query query) throws IOException {
    var measured = new ArrayList<Double>();
    if (!schema.has(Schema.BYTES)) {
      return measured;
    }
    String series =
        FlowColumns.hasSides(schema)
            ? "PARTITION BY " + FlowSql.HOST + " ORDER BY place"
            : "ORDER BY place";
    double[] row =
        query.row(
            "SELECT %s FROM (SELECT d, %s FROM (SELECT *, x - meanX AS d FROM %s) WINDOW series AS (%s))"
                .formatted(
                    each("sum(d * d%1$d) / nullif(sum(d * d), 0)"),
                    each("lag(d, %1$d) OVER series AS d%1$d"),
                    Steps.TABLE,
                    series));
    for (int i = 0; i < LAGS && Double.isFinite(row[i]); i++) { // 0 / 0: all bytes are equal
      measured.add(row[i]);
    }
    return measured;
  }

  private static String each(String sql) {
    return IntStream.rangeClosed(1, LAGS)
        .mapToObj(sql::formatted)
        .collect(Collectors.joining(", "));
  }

  /** Mean |r(k) − s(k)| over the first lags that both have; NaN if one has none. */
  static double distance(List<Double> real, List<Double> other) {
    int lags = Math.min(COMPARED, Math.min(real.size(), other.size()));
    return IntStream.range(0, lags)
        .mapToDouble(i -> Math.abs(real.get(i) - other.get(i)))
        .average()
        .orElse(Double.NaN);
  }
}
