package io.stanflow.fit;

import io.stanflow.codec.AddressBook;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.QuantitySpec.Units;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Resolution;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;

/** Fits a {@link CodecSpec} to a table in two passes; the same table gives the same spec. */
final class CodecFitter {
  /** Rows that mixtures are fitted on; a table of more is sampled. */
  private static final int SAMPLE = 1 << 20;

  private final FlowTable table;
  private final Sharing sharing;
  private final WordFitter words;
  private final Schema schema;
  private final TableStatistics statistics;
  private final List<String> protocols;
  private final List<Integer> quantities = new ArrayList<>();

  private CodecFitter(FlowTable table, int k, Sharing sharing, Set<String> keep)
      throws IOException {
    this.table = table;
    this.sharing = sharing;
    schema = table.schema();
    checkSchema(schema);
    statistics = TableStatistics.of(table, k, sharing.k());
    words = new WordFitter(statistics, table.size(), sharing, keep);
    protocols = words.protocols();
    orderQuantities();
  }

  /** What fitting gives: the spec; prefixes, record times and hours, which only training needs. */
  record Fitted(
      CodecSpec spec, SharedPrefixes shared, LongSummaryStatistics times, Coverage coverage) {}

  /**
   * @param k hosts that must share an address before the model may know it, at least 1
   * @param sharing likewise of all other values
   * @param keep names of attributes whose words are known, whoever has them
   */
  static Fitted fit(FlowTable table, int k, Sharing sharing, Set<String> keep) throws IOException {
    var fitter = new CodecFitter(table, k, sharing, keep);
    TableStatistics statistics = fitter.statistics;
    return new Fitted(fitter.spec(k), statistics.shared, statistics.times, statistics.coverage);
  }

  private static void checkSchema(Schema schema) {
    if (schema.has(Schema.SOURCE_ADDRESS) != schema.has(Schema.DESTINATION_ADDRESS)
        || schema.has(Schema.SOURCE_PORT) != schema.has(Schema.DESTINATION_PORT)) {
      throw new IllegalArgumentException("a schema has both addresses and both ports, or neither");
    }
    for (Attribute attribute : schema.attributes()) {
      String name = attribute.name();
      if (attribute.kind() == Kind.ADDRESS
          && !name.equals(Schema.SOURCE_ADDRESS)
          && !name.equals(Schema.DESTINATION_ADDRESS)) {
        throw new IllegalArgumentException("no code for a further address: " + name);
      }
    }
  }

  /** Packets, bytes, further numbers in the schema's order, durations last. */
  private void orderQuantities() {
    for (String name : List.of(Schema.PACKETS, Schema.BYTES)) {
      if (schema.has(name)) {
        quantities.add(schema.index(name));
      }
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < schema.size(); i++) {
        if (turn(schema.attributes().get(i)) == pass && !quantities.contains(i)) {
          quantities.add(i);
        }
      }
    }
  }

  /** When a number is decided: in the first turn or the second; -1 for what is none. */
  private static int turn(Attribute attribute) {
    return switch (attribute.kind()) {
      case COUNT, CONTINUOUS -> 0;
      case PORT ->
          List.of(Schema.SOURCE_PORT, Schema.DESTINATION_PORT).contains(attribute.name()) ? -1 : 0;
      case DURATION -> 1;
      case START, END, CATEGORICAL, ADDRESS, FLAGS -> -1;
    };
  }

  private CodecSpec spec(int k) throws IOException {
    long clockUnit = schema.has(Schema.TIME) ? statistics.clockUnit : 0;
    long windowUnits = clockUnit == 0 ? 1 : Hours.MICROS / clockUnit;
    var ranges = quantities.stream().map(this::units).toList();
    long from = clockUnit == 0 ? 0 : statistics.times.getMin();
    var view =
        new SampledRows(table, protocols, quantities, ranges, clockUnit, from, sharing, SAMPLE);
    var bounds = new BoundFitter(schema, quantities, sharing);
    List<CodecSpec.NamedCategories> categories = categories();
    long stride = 1 + table.size() / SAMPLE;
    var exclusions = new ExclusionFitter(schema, protocols, categories, quantities, ranges, stride);
    table.forEachSeries(
        series -> {
          view.add(series);
          bounds.add(series);
          exclusions.add(series);
        });
    view.end();
    boolean ports = schema.has(Schema.SOURCE_PORT);
    return new CodecSpec(
        CodecSpec.describe(schema),
        table.format(),
        clockUnit,
        windowUnits,
        statistics.spanSeconds(),
        clockUnit == 0 ? null : gap(view),
        schema.has(Schema.SOURCE_ADDRESS) ? addresses(k) : null,
        protocols.toArray(String[]::new),
        ports ? view.ports(true) : null,
        ports ? view.ports(false) : null,
        categories,
        new QuantityFitter(schema, protocols, quantities, ranges, view, bounds, sharing).fit(),
        exclusions.fit(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private MixtureSpec gap(SampledRows view) {
    double perSecond = 1e6 / statistics.clockUnit;
    return new MixtureFitter(sharing, "gap", v -> v / perSecond + " s", view.gaps.column(1))
        .fit(view.gaps.column(0), 0, 0, 96, 32, 0, true);
  }

  private AddressSpec addresses(int k) {
    statistics.shared.note(sharing, table.internal());
    String[] popular =
        statistics.shared.popular().stream()
            .map(a -> AddressBook.entry(a, table.internal()))
            .toArray(String[]::new);
    List<Cidr> internal = table.internal();
    boolean[] internal6 = new boolean[internal.size()];
    for (int i = 0; i < internal6.length; i++) {
      internal6[i] = !internal.get(i).network().isIpv4();
    }
    return new AddressSpec(
        popular.length < 2 ? new String[0] : popular,
        statistics.shared.firstOctets(),
        statistics.shared.prefixes6().stream().map(Object::toString).toArray(String[]::new),
        k,
        internal6,
        statistics.shared.interfaces6(),
        null);
  }

  private List<CodecSpec.NamedCategories> categories() {
    List<CodecSpec.NamedCategories> all = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < schema.size(); i++) {
        boolean flags = schema.kind(i) == Kind.FLAGS;
        if (flags == (pass == 0) && statistics.words.containsKey(i)) {
          String name = schema.attributes().get(i).name();
          all.add(new CodecSpec.NamedCategories(name, words.fit(i)));
        }
      }
    }
    return all;
  }

  private Units units(int attribute) {
    return switch (schema.kind(attribute)) {
      case DURATION -> new Units(Math.max(1, statistics.divisors[attribute]), 0);
      case CONTINUOUS -> unitsOfReal(attribute);
      case START, END, COUNT, CATEGORICAL, ADDRESS, PORT, FLAGS -> new Units(1, 0);
    };
  }

  private Units unitsOfReal(int attribute) {
    Extreme<Double> smallest = statistics.min.get(attribute);
    double start = sharing.start(smallest, statistics.max.get(attribute).value());
    double range = statistics.max.get(attribute).value() - start;
    double decimal = Math.pow(10, -statistics.decimals[attribute]);
    double finest = range / (1 << 24);
    boolean decimals = statistics.decimals[attribute] < Resolution.MOST_DECIMALS;
    double unit = decimals ? Math.max(decimal, finest) : finest;
    return new Units(unit > 0 ? unit : 1, start);
  }
}
