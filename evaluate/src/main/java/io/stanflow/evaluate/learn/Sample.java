package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.Steps;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Flows drawn from a file without replacement, and attacks in addition, each with up to {@link
 * #BEFORE} flows of its host before it. The same seed draws the same places in files of equal
 * length.
 */
public final class Sample {
  /** Flows before a drawn one: STAN's window (Xu et al. 2021). */
  static final int BEFORE = 5;

  /** Attacks are rare; so many are drawn in addition. */
  private static final int MOST_ATTACKS = 2_000;

  /**
   * Columns before the features: the number in the drawing or -1, whether the row above is the
   * host's previous flow.
   */
  private static final int HEAD = 2;

  private final Features features;
  private final int columns; // features, then labels
  private final float[] values; // [row][column], rows in the order of the series
  private final int[] drawn; // rows, in the order of drawing, attacks drawn in addition last
  private final int[] before; // rows of the same host right above drawn[i], at most BEFORE

  private final int size; // without those in addition
  private final Map<Aggregate, Aggregate.Groups> groups;
  private final Sample written; // null where there is no other order

  private Sample(
      Features features,
      float[] fetched,
      int most,
      Map<Aggregate, Aggregate.Groups> groups,
      Sample written) {
    this.groups = groups;
    this.features = features;
    this.written = written;
    columns = features.all().size() + features.labels().size();
    int width = HEAD + columns;
    int rows = fetched.length / width;
    values = new float[rows * columns];
    int[] runs = new int[rows]; // rows of the same host right above
    for (int row = 0; row < rows; row++) {
      System.arraycopy(fetched, row * width + HEAD, values, row * columns, columns);
      runs[row] = fetched[row * width + 1] == 0 ? 0 : runs[row - 1] + 1;
    }
    drawn =
        IntStream.range(0, rows)
            .filter(row -> fetched[row * width] >= 0)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> fetched[row * width]))
            .mapToInt(Integer::intValue)
            .toArray();
    before = IntStream.of(drawn).map(row -> Math.min(runs[row], BEFORE)).toArray();
    size = (int) IntStream.of(drawn).filter(row -> fetched[row * width] < most).count();
  }

  /**
   * Draws flows.
   *
   * @param most number of flows, all if there are fewer
   * @param seed of the drawing
   * @return the flows; empty if the source lacks attributes of the real file
   */
  public static Optional<Sample> draw(FlowSource source, Features features, int most, long seed)
      throws IOException {
    if (!features.fit(source.schema())) {
      return Optional.empty();
    }
    var groups = new EnumMap<Aggregate, Aggregate.Groups>(Aggregate.class);
    for (Aggregate aggregate : Aggregate.values()) {
      aggregate
          .draw(source, features.schema(), seed)
          .ifPresent(drawn -> groups.put(aggregate, drawn));
    }
    Optional<float[]> written =
        source.inFileOrder((flows, steps) -> fetch(source, features, flows, steps, most, seed));
    float[] rows = fetch(source, features, FlowSource.FLOWS, Steps.TABLE, most, seed);
    return Optional.of(
        new Sample(
            features,
            rows,
            most,
            groups,
            written.map(w -> new Sample(features, w, most, Map.of(), null)).orElse(null)));
  }

  /** The rows that are drawn and those before them, from tables of flows and of their steps. */
  private static float[] fetch(
      FlowSource source, Features features, String flows, String steps, int most, long seed)
      throws IOException {
    var columns = new ArrayList<String>();
    features.all().forEach(feature -> columns.add("(" + feature.sql() + ")::FLOAT"));
    features.labels().forEach(label -> columns.add("(" + label.sql() + ")::FLOAT"));
    boolean sides = FlowColumns.hasSides(source.schema());
    String previous =
        Stream.of(Schema.BYTES, Schema.PACKETS, Schema.DURATION)
            .filter(source.schema()::has)
            .map(name -> ", " + name + " AS previous_" + name)
            .collect(
                Collectors.joining("", sides ? ", host_high AS high, host_low AS low" : "", ""));
    String query =
        """
        WITH ordered AS (
          SELECT f.rowid AS place, %1$s AS attack,
            row_number() OVER (ORDER BY hash(f.rowid + %2$d), f.rowid) - 1 AS number FROM %9$s f),
        drawn AS (
          SELECT place, number FROM ordered WHERE number < %3$d UNION ALL
          (SELECT place, number FROM ordered WHERE number >= %3$d AND attack
            ORDER BY number LIMIT %4$d)),
        needed AS (SELECT DISTINCT place - unnest(range(%5$d)) AS place FROM drawn),
        relations AS (SELECT COLUMNS(c -> c IN ('place', 'gap', 'samePeer', 'reply')) FROM %10$s),
        previous AS (SELECT rowid + 1 AS next%6$s FROM %9$s)
        SELECT coalesce(number, -1)::FLOAT,
          coalesce(next IS NOT NULL AND lag(f.rowid) OVER (ORDER BY f.rowid) = f.rowid - 1, false)::INTEGER::FLOAT,
          %7$s
        FROM needed JOIN %9$s f ON f.rowid = needed.place JOIN relations s ON s.place = f.rowid
          LEFT JOIN drawn ON drawn.place = f.rowid
          LEFT JOIN previous ON next = f.rowid%8$s
        ORDER BY f.rowid\
        """
            .formatted(
                features.attack(),
                seed,
                most,
                MOST_ATTACKS,
                BEFORE + 1,
                previous,
                String.join(", ", columns),
                sides ? " AND high = f.host_high AND low = f.host_low" : "",
                flows,
                steps);
    return source.query().floats(query);
  }

  /** Flows drawn from the file's own order, not the canonical one; null where that is the same. */
  Sample written() {
    return written;
  }

  /** Groups of flows, drawn by themselves. */
  Map<Aggregate, Aggregate.Groups> groups() {
    return groups;
  }

  Features features() {
    return features;
  }

  /** Number of drawn flows. */
  int size() {
    return size;
  }

  /** Number of drawn flows and of attacks drawn in addition, which come last. */
  int sizeWithAttacks() {
    return drawn.length;
  }

  /**
   * Flows of the host right before drawn flow {@code i} that are known, at most {@link #BEFORE}.
   */
  int before(int i) {
    return before[i];
  }

  /**
   * A value of drawn flow {@code i}, or of one before it.
   *
   * @param back 0 the flow itself, 1 the one before it, ..., at most {@code before(i)}
   * @param column a feature, or the number of features + a label
   */
  float value(int i, int back, int column) {
    return values[(drawn[i] - back) * columns + column];
  }

  /** A value of an example: a feature of the flow {@code back} flows before the drawn one. */
  record Input(int back, int feature) {}

  /** A row of these values for each of some drawn flows. */
  Matrix matrix(int[] flows, List<Input> inputs) {
    Matrix matrix = Matrix.zeros(flows.length, inputs.size());
    for (int row = 0; row < flows.length; row++) {
      for (int column = 0; column < inputs.size(); column++) {
        Input input = inputs.get(column);
        matrix.set(row, column, value(flows[row], input.back, input.feature));
      }
    }
    return matrix;
  }

  /** Class of drawn flow {@code i}; see {@link Features.Labels}. */
  int label(int i, int label) {
    return (int) value(i, 0, features.all().size() + label);
  }
}
