package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.testing.MemoryTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One column of numbers in [0, 30), so that every value of a row can be tried. */
class ColumnLikelihoodTest {
  private static final int VALUES = 30;
  private static final double LOG_2 = Math.log(2);

  /** A random model of one column. */
  private static final class Column {
    private final Attribute attribute;
    private final TrainingData data;
    private final StanflowModel model;
    private final Likelihood likelihood;

    Column(Attribute attribute) throws IOException {
      this.attribute = attribute;
      int[] values = new SplittableRandom(1).ints(400, 0, VALUES).map(v -> v * v / 30).toArray();
      values[0] = 0;
      values[1] = VALUES - 1;
      data = TrainingData.fit(column(values), new TrainingData.Options(1, 1, 0, 1));
      model = new StanflowModel(withoutPriors(Models.random(data.codec(), data.profiles(), 5)));
      likelihood = model.likelihood();
    }

    /** The marginals know no free components and would leave them without weight. */
    private static Model withoutPriors(Model model) {
      Map<String, float[]> tensors = new LinkedHashMap<>(model.weights().tensors());
      tensors.replaceAll((name, t) -> name.endsWith(".prior") ? new float[1] : t);
      Weights weights = model.weights().with(tensors);
      return new Model(
          model.codec(), model.architecture(), weights, model.profiles(), model.provenance());
    }

    private MemoryTable column(int... values) {
      var schema = new Schema(List.of(attribute));
      return MemoryTable.anonymous(
          schema,
          IntStream.of(values)
              .mapToObj(
                  v ->
                      attribute.kind() == Kind.CONTINUOUS
                          ? new Flow.Draft(schema).real(0, v).flow()
                          : new Flow.Draft(schema).number(0, v).flow())
              .toList());
    }

    /** Bits of each value in the row after {@code before}. */
    private double[] bitsOfAllValues(int... before) throws IOException {
      List<Sequence> all = new ArrayList<>();
      int n = before.length;
      for (int v = 0; v < VALUES; v++) {
        int[] rows = Arrays.copyOf(before, n + 1);
        rows[n] = v;
        Sequence whole = data.encodeLater(column(rows)).get(0);
        all.add(new Sequence(whole.series(), whole.profile(), n, n + 1));
      }
      return Arrays.stream(likelihood.bits(all)).mapToDouble(bits -> bits[0]).toArray();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void probabilitiesOfAllValuesSumToOne(boolean real) throws IOException {
    var column = new Column(real ? Attribute.continuous("x") : Attribute.count("n"));
    for (int[] before : List.of(new int[] {7}, new int[] {0, 29, 29}, new int[12])) {
      double sum =
          Arrays.stream(column.bitsOfAllValues(before)).map(b -> Math.exp(-b * LOG_2)).sum();
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  /** Generated rows cost the entropy of the distributions that they are drawn from. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void generatedRowsCostTheirEntropy(long seed) throws IOException {
    int rows = 300;
    var column = new Column(Attribute.count("n"));
    int[] drawn;
    try (Stream<Flow> flows =
        column.model.generate(Scenario.DEFAULTS.withFlows(rows).withSeed(seed).withThreads(1))) {
      drawn = flows.mapToInt(f -> (int) f.number(0)).toArray();
    }
    Sequence whole = column.data.encodeLater(column.column(drawn)).get(0);
    double[] bits = column.likelihood.bits(List.of(whole))[0];
    double excess = 0;
    double variance = 0;
    for (int i = 1; i < rows; i++) { // in the first row, there is nothing to be the same as
      double[] all = column.bitsOfAllValues(Arrays.copyOf(drawn, i));
      assertThat(bits[i]).isCloseTo(all[drawn[i]], within(1e-5));
      double entropy = Arrays.stream(all).map(b -> b * Math.exp(-b * LOG_2)).sum();
      double squares = Arrays.stream(all).map(b -> b * b * Math.exp(-b * LOG_2)).sum();
      excess += bits[i] - entropy;
      variance += squares - entropy * entropy;
    }
    assertThat(variance / rows).isGreaterThan(0.1);
    assertThat(excess).isCloseTo(0, within(4 * Math.sqrt(variance)));
  }
}
