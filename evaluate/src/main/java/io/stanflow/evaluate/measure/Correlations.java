package io.stanflow.evaluate.measure;

import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pearson correlations between the numbers of a flow: ln(1 + bytes), ln(1 + packets), ln(1 +
 * duration), ln(1 + gap), times in milliseconds, and 1 for outgoing, 0 for incoming. The
 * correlation with a constant is 0.
 */
final class Correlations {
  private final List<String> columns;
  private final double[][] matrix;

  private Correlations(List<String> columns, double[][] matrix) {
    this.columns = List.copyOf(columns);
    this.matrix = matrix;
  }

  /** The measure, or null for a schema with less than two of these columns. */
  static Correlations measure(Schema schema, Query query) throws IOException {
    Map<String, String> numbers = numbers(schema);
    if (numbers.size() < 2) {
      return null;
    }
    var names = new ArrayList<>(numbers.keySet());
    var pairs = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < i; j++) {
        pairs.add(correlation(numbers.get(names.get(i)), numbers.get(names.get(j))));
      }
    }
    double[] row = query.row("SELECT " + String.join(", ", pairs) + " FROM " + Steps.TABLE);
    double[][] matrix = new double[names.size()][names.size()];
    int next = 0;
    for (int i = 0; i < names.size(); i++) {
      matrix[i][i] = 1;
      for (int j = 0; j < i; j++) {
        double correlation = row[next++];
        matrix[i][j] = matrix[j][i] = Double.isFinite(correlation) ? correlation : 0;
      }
    }
    return new Correlations(names, matrix);
  }

  /** Constants are told by their bounds: rounding may give them a variance. */
  private static String correlation(String a, String b) {
    return "CASE WHEN min(%1$s) < max(%1$s) AND min(%2$s) < max(%2$s) THEN corr(%1$s, %2$s) END"
        .formatted(a, b);
  }

  private static Map<String, String> numbers(Schema schema) {
    var numbers = new LinkedHashMap<String, String>();
    if (schema.has(Schema.BYTES)) {
      numbers.put("bytes", "x");
    }
    if (schema.has(Schema.PACKETS)) {
      numbers.put("packets", "ln(1 + packets)");
    }
    if (schema.has(Schema.DURATION)) {
      numbers.put("duration", "ln(1 + duration / 1000)");
    }
    if (schema.has(Schema.TIME)) {
      numbers.put("gap", "ln(1 + gap / 1000)");
    }
    if (FlowColumns.hasSides(schema)) {
      numbers.put("outgoing", "outgoing::INTEGER");
    }
    return numbers;
  }

  /**
   * Frobenius norm of the difference of the two matrices, over the columns that both have, divided
   * by their number d: the root mean square difference of an entry. Without the divisor it is the
   * pairwise correlation difference of Goncalves et al., Generation and Evaluation of Synthetic
   * Patient Data, BMC Medical Research Methodology 20 (2020).
   *
   * @return NaN with less than two columns in common
   */
  static double distance(Correlations real, Correlations other) {
    List<String> common = real.columns.stream().filter(other.columns::contains).toList();
    double squares = 0;
    for (String a : common) {
      for (String b : common) {
        double difference = real.of(a, b) - other.of(a, b);
        squares += difference * difference;
      }
    }
    return common.size() < 2 ? Double.NaN : Math.sqrt(squares) / common.size();
  }

  private double of(String a, String b) {
    return matrix[columns.indexOf(a)][columns.indexOf(b)];
  }
}
