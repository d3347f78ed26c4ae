package io.stanflow.fit;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Resolution;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

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
  final List<Extreme<Double>> min = new ArrayList<>();

  final List<Extreme<Double>> max = new ArrayList<>();
  final int[] decimals;

  /** Stands for any protocol without ports, beside its keyword. */
  static final String PORTLESS = "any without ports";

  /** Protocol keywords, and {@link #PORTLESS}. */
  final Sharers<String> protocols = new Sharers<>();

  /** Per flags or categorical attribute: pairs of protocol and word. */
  final Map<Integer, Sharers<Word>> words = new HashMap<>();

  /** A word in a flow of a protocol. */
  record Word(String protocol, String word) implements Comparable<Word> {
    @Override
    public int compareTo(Word other) {
      int order = protocol.compareTo(other.protocol);
      return order != 0 ? order : word.compareTo(other.word);
    }
  }

  private TableStatistics(FlowTable table, int k, int valueK) {
    schema = table.schema();
    shared = new SharedPrefixes(k, table.internal());
    divisors = new long[schema.size()];
    decimals = new int[schema.size()];
    for (int i = 0; i < schema.size(); i++) {
      min.add(Extreme.smallest(valueK));
      max.add(Extreme.largest(valueK));
    }
  }

  /**
   * @param k hosts that must share an address before the model may know it
   * @param valueK likewise of other values
   */
  static TableStatistics of(FlowTable table, int k, int valueK) throws IOException {
    var statistics = new TableStatistics(table, k, valueK);
    var holders = new Holders(table);
    table.forEachSeries(series -> statistics.add(series, holders));
    return statistics;
  }

  private void add(Series series, Holders holders) {
    holders.next(series);
    int row = 0;
    for (Flow flow : series.flows()) {
      addTime(flow);
      addValues(flow, holders.of(row++));
    }
    coverage.add(series);
    shared.addHost(FirstFlows.of(series).keySet());
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

  private void addValues(Flow flow, int holder) {
    int protocol = schema.index(Schema.PROTOCOL);
    String keyword = protocol < 0 ? "" : flow.word(protocol);
    protocols.add(keyword, holder);
    if (Protocol.isPortless(keyword)) {
      protocols.add(PORTLESS, holder);
    }
    for (int i = 0; i < schema.size(); i++) {
      switch (schema.kind(i)) {
        case DURATION -> divisors[i] = Resolution.commonDivisor(divisors[i], flow.number(i));
        case CONTINUOUS -> addReal(i, flow.real(i), holder);
        case FLAGS, CATEGORICAL -> {
          if (i != protocol) {
            addWord(i, keyword, CategorySpec.word(flow, i), holder);
          }
        }
        case START, END, COUNT, ADDRESS, PORT -> {} // neither a unit of their own nor words
      }
    }
  }

  private void addWord(int attribute, String keyword, String word, int holder) {
    Sharers<Word> of = words.computeIfAbsent(attribute, x -> new Sharers<>());
    of.add(new Word(keyword, word), holder);
    if (Protocol.isPortless(keyword)) {
      of.add(new Word(PORTLESS, word), holder);
    }
  }

  private void addReal(int attribute, double value, int holder) {
    min.get(attribute).add(value, holder);
    max.get(attribute).add(value, holder);
    decimals[attribute] = Resolution.decimals(value, decimals[attribute]);
  }

  Schema schema() {
    return schema;
  }

  double spanSeconds() {
    return times.getCount() == 0 ? 0 : (times.getMax() - times.getMin()) / 1e6;
  }
}
