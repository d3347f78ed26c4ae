package io.stanflow.fit;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Resolution;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/** First pass over a table: units, ranges, words and who talks to whom. */
final class TableStatistics {
  private final Schema schema;
  final SharedPrefixes shared;

  /** Record times, µs; none without time. */
  final LongSummaryStatistics times = new LongSummaryStatistics();

  /** Hours in which there are flows. */
  final Coverage coverage = new Coverage();

  /** Largest decimal unit that divides all record times, µs. */
  long clockUnit = 1_000_000;

  /** Per attribute: greatest common divisor of a duration's values, µs. */
  final long[] divisors;

  /** Per attribute: range and finest decimal place of a real attribute. */
  final double[] min;

  final double[] max;
  final int[] decimals;

  /** Protocol keywords with their counts. */
  final Map<String, Integer> protocols = new TreeMap<>();

  /** Per flags or categorical attribute: counts of (protocol, word). */
  final Map<Integer, Map<List<String>, Integer>> words = new HashMap<>();

  private TableStatistics(Schema schema, int k, List<Cidr> internal) {
    this.schema = schema;
    shared = new SharedPrefixes(k, internal);
    divisors = new long[schema.size()];
    min = new double[schema.size()];
    max = new double[schema.size()];
    decimals = new int[schema.size()];
    java.util.Arrays.fill(min, Double.POSITIVE_INFINITY);
    java.util.Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  /**
   * @param k hosts that must share an address before the model may know it
   */
  static TableStatistics of(FlowTable table, int k) throws IOException {
    var statistics = new TableStatistics(table.schema(), k, table.internal());
    table.forEachSeries(statistics::add);
    return statistics;
  }

  private void add(Series series) {
    for (Flow flow : series.flows()) {
      addTime(flow);
      addValues(flow);
    }
    coverage.add(series);
    shared.addHost(SharedPrefixes.peers(series));
  }

  private void addTime(Flow flow) {
    if (schema.has(Schema.TIME)) {
      long time = flow.timeMicros();
      times.accept(time);
      while (Math.floorMod(time, clockUnit) != 0) {
        clockUnit /= 10;
      }
    }
  }

  private void addValues(Flow flow) {
    int protocol = schema.index(Schema.PROTOCOL);
    String keyword = protocol < 0 ? "" : flow.word(protocol);
    protocols.merge(keyword, 1, Integer::sum);
    for (int i = 0; i < schema.size(); i++) {
      switch (schema.kind(i)) {
        case DURATION -> divisors[i] = Resolution.commonDivisor(divisors[i], flow.number(i));
        case CONTINUOUS -> addReal(i, flow.real(i));
        case FLAGS, CATEGORICAL -> {
          if (i != protocol) {
            addWord(i, keyword, CategorySpec.word(flow, i));
          }
        }
        case START, END, COUNT, ADDRESS, PORT -> {} // neither a unit of their own nor words
      }
    }
  }

  private void addWord(int attribute, String keyword, String word) {
    words
        .computeIfAbsent(attribute, x -> new HashMap<>())
        .merge(List.of(keyword, word), 1, Integer::sum);
  }

  private void addReal(int attribute, double value) {
    min[attribute] = Math.min(min[attribute], value);
    max[attribute] = Math.max(max[attribute], value);
    decimals[attribute] = Resolution.decimals(value, decimals[attribute]);
  }

  double spanSeconds() {
    return times.getCount() == 0 ? 0 : (times.getMax() - times.getMin()) / 1e6;
  }
}
