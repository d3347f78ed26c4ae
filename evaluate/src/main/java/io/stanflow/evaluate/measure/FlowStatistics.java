package io.stanflow.evaluate.measure;

import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that {@link Fidelity} needs of one file. Files can be measured one after the other and
 * closed; what is kept of each grows with its distinct values, not with its flows.
 */
public final class FlowStatistics {
  static final String POPULARITY_EXPONENT = "popularityExponent";
  static final String DRIFT = "drift";

  private final FileFacts file;
  final Map<String, Counts> categories;
  final Map<String, Values> quantities;
  final Map<String, Values> hosts;
  final Map<String, Double> structure;
  final Map<String, RuleOutcome> rules;
  final HostHours hostHours; // null without time
  final Values popularity; // flows of each peer address, null without addresses
  final List<Double> autocorrelation;
  final Correlations correlations; // null without two numbers
  final Contingency contingency;
  final Quarters quarters; // null without time
  final Plots.Rows rows;
  final NetworkStatistics network; // null without time

  /**
   * What a report says about the file.
   *
   * @param name as the user gave it
   * @param flows in all series
   * @param internal blocks, separated by blanks
   * @param first record time, or null without time
   * @param last record time, or null without time
   */
  public record FileFacts(
      String name,
      String format,
      long flows,
      int hosts,
      String internal,
      String first,
      String last) {}

  private FlowStatistics(Measurable source, RecordTimes times) throws IOException {
    Query query = source.query();
    Schema schema = source.schema();
    file = facts(source);
    categories = Categories.measure(schema, query);
    quantities = Quantities.measure(schema, query);
    rules = Rules.check(source, times);
    hosts = HostTraits.measure(source);
    hostHours = HostHours.measure(source);
    popularity =
        FlowColumns.hasSides(schema) ? query.values("n", Quantities.perPeer("count(*)")) : null;
    autocorrelation = Autocorrelation.measure(schema, query);
    correlations = Correlations.measure(schema, query);
    contingency = Contingency.measure(schema, query);
    quarters = Quarters.measure(schema, query);
    structure = new LinkedHashMap<>(Structure.measure(schema, query));
    addStructure();
    rows = SampleRows.measure(schema, query);
    network = NetworkStatistics.measure(source);
  }

  /** What follows from the other measures, as far as it is defined. */
  private void addStructure() {
    if (!autocorrelation.isEmpty()) {
      structure.put("bytesAutocorrelation", autocorrelation.get(0));
    }
    structure.put(
        POPULARITY_EXPONENT, popularity == null ? Double.NaN : PowerLaw.exponent(popularity));
    structure.put(DRIFT, quarters == null ? Double.NaN : quarters.drift());
    structure.values().removeIf(value -> value.isNaN());
  }

  /**
   * Measures flows.
   *
   * @param times when they may be recorded
   */
  public static FlowStatistics of(Measurable source, RecordTimes times) throws IOException {
    return new FlowStatistics(source, times);
  }

  private static FileFacts facts(Measurable source) throws IOException {
    String first = null;
    String last = null;
    if (source.schema().has(Schema.TIME)) {
      double[] span = source.query().row("SELECT min(time) / 1e6, max(time) / 1e6 FROM flows");
      first = Instant.ofEpochMilli(Math.round(span[0] * 1000)).toString();
      last = Instant.ofEpochMilli(Math.round(span[1] * 1000)).toString();
    }
    return new FileFacts(
        source.name(),
        source.format(),
        source.flows(),
        source.hosts(),
        source.internal().stream().map(Cidr::toString).collect(Collectors.joining(" ")),
        first,
        last);
  }

  public FileFacts file() {
    return file;
  }

  /**
   * The most frequent words of a distribution, falling; fewer or none if there are no more.
   *
   * @param distribution one of {@link Categories}, or an attribute
   */
  public List<String> frequent(String distribution, int most) {
    Counts counts = categories.get(distribution);
    return counts == null ? List.of() : counts.top(most);
  }
}
