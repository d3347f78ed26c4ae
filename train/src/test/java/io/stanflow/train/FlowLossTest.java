package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stanflow.codec.Field;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.model.Weights;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.MemoryTable;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("torch")
@ExtendWith(Natives.class)
class FlowLossTest {
  private static List<Batch.Chunk> chunks(TrainingData data, int rows) {
    List<Batch.Chunk> chunks = new ArrayList<>();
    for (Sequence sequence : data.training()) {
      chunks.add(new Batch.Chunk(sequence, 0, Math.min(rows, sequence.to())));
    }
    return chunks;
  }

  /** Sums by field of the engine, and of plain Java from the engine's heads. */
  private static void checkSums(TrainingData data, int rows) throws IOException {
    Model model = Models.random(data.codec(), data.profiles(), 3);
    var plan = new BatchPlan(data.codec().layout(), data.profiles(), model.architecture());
    var batch = new Batch(plan, chunks(data, rows));
    Torch.recordGradients(false);
    try (var network = new TorchNetwork(model.architecture(), plan, Device.cpu());
        NDManager scope = Torch.scope(Device.cpu())) {
      Map<String, NDArray> weights = network.parameters(scope, model.weights(), false);
      var loss = new FlowLoss(plan.layout, scope, batch);
      NDArray[] sums = loss.sums(network.new Pass(scope, weights, batch));
      List<NDArray[]> both = loss.exactAndClassSums(network.new Pass(scope, weights, batch));
      var pass = network.new Pass(scope, weights, batch);
      for (int f = 0; f < sums.length; f++) {
        pass.addStage(f);
        Field field = plan.layout.fields().get(f);
        if (batch.present[f].length == 0) {
          assertThat(sums[f]).isNull();
          continue;
        }
        float[] heads = pass.head(f).toFloatArray();
        double exact = 0;
        double classes = 0;
        for (int i = 0; i < batch.present[f].length; i++) {
          exact -= Math.log(probability(field, f, batch, heads, i, true));
          classes -= Math.log(probability(field, f, batch, heads, i, false));
        }
        // float sums of n terms: relative error at most about √n·2^-24, here below 1e-5
        assertThat((double) sums[f].getFloat())
            .as(field.name())
            .isCloseTo(exact, within(1e-4 * Math.max(1, exact)));
        assertThat(both.get(0)[f].getFloat()).isEqualTo(sums[f].getFloat());
        assertThat((double) both.get(1)[f].getFloat())
            .as(field.name())
            .isCloseTo(classes, within(1e-4 * Math.max(1, Math.abs(classes))));
      }
    }
  }

  /** Σ_c w_c·p_c(v), in double; without the place inside fixed components if not exact. */
  private static double probability(
      Field field, int f, Batch batch, float[] heads, int row, boolean exact) {
    int k = field.components();
    int from = row * field.outputs();
    double total = 0;
    for (int c = 0; c < k; c++) {
      total += Math.exp(heads[from + c]);
    }
    double p = 0;
    for (int i = 0; i < field.covers(); i++) {
      int at = row * field.covers() + i;
      if (batch.logDensities[f][at] != Batch.NONE) {
        double inside = exact ? Math.exp(batch.logDensities[f][at]) : 1;
        p += Math.exp(heads[from + (int) batch.components[f][at]]) / total * inside;
      }
    }
    for (int m = 0; m < field.free(); m++) {
      double centre = heads[from + k + m];
      double logWidth = heads[from + k + field.free() + m];
      double width =
          Math.exp(Math.max(Field.LEAST_LOG_WIDTH, Math.min(Field.MOST_LOG_WIDTH, logWidth)));
      float[] rounding = batch.roundings[f];
      double below = (rounding[4 * row] - centre) / width;
      double above = below + rounding[4 * row + 1] / width;
      double low = (rounding[4 * row + 2] - centre) / width;
      double high = (rounding[4 * row + 3] - centre) / width;
      double mass = sigmoid(above) - sigmoid(below);
      double weight = Math.exp(heads[from + k - field.free() + m]) / total;
      p += weight * mass / (sigmoid(high) - sigmoid(low));
    }
    return p;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void lossOfTrafficIsThatOfTheFormulas(long seed) throws IOException {
    checkSums(Cases.traffic(seed), 50);
  }

  @Test
  void lossOfFreeComponentsIsThatOfTheFormulas() throws IOException {
    checkSums(TrainingData.fit(new Ar1Table(400, 0.5, 0.5, 1), NONE_HELD_OUT), 300);
  }

  private static final TrainingData.Options NONE_HELD_OUT = new TrainingData.Options(1, 1, 0, 1);

  private static MemoryTable column(Attribute attribute, int... values) {
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

  /**
   * In a second row. In a first one the weights of the two relative components are lost: there is
   * nothing to be the SAME as, and the softmax does not know.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void probabilitiesOfAllValuesSumToOne(int row) throws IOException {
    for (Attribute attribute : List.of(Attribute.continuous("x"), Attribute.count("n"))) {
      int[] values = new SplittableRandom(1).ints(400, 0, 30).map(v -> v * v / 30).toArray();
      values[0] = 0;
      values[1] = 29;
      var data = TrainingData.fit(column(attribute, values), NONE_HELD_OUT);
      Model model = Models.random(data.codec(), data.profiles(), 5);
      var plan = new BatchPlan(data.codec().layout(), data.profiles(), model.architecture());
      try (var worker = new Worker(model.architecture(), plan, Device.cpu())) {
        double sum = 0;
        for (int v = 0; v < 30; v++) {
          int[] rows = row == 0 ? new int[] {v} : new int[] {7, v};
          Sequence one = data.encodeLater(column(attribute, rows)).get(0);
          var chunk = new Batch.Chunk(one, row, row + 1);
          sum += Math.exp(-worker.losses(model.weights(), List.of(chunk))[0][0]);
        }
        Sequence any = data.encodeLater(column(attribute, 7, 7)).get(0);
        double lost = row == 1 ? 0 : weight(model, plan, new Batch.Chunk(any, 0, 1), 2);
        assertThat(lost).isBetween(0.0, 0.5);
        assertThat(sum).as(attribute.name()).isCloseTo(1 - lost, within(1e-4));
      }
    }
  }

  /** Weight of the first components of the first field, in a chunk of one row. */
  private static double weight(Model model, BatchPlan plan, Batch.Chunk chunk, int components) {
    var batch = new Batch(plan, List.of(chunk));
    try (var network = new TorchNetwork(model.architecture(), plan, Device.cpu());
        NDManager scope = Torch.scope(Device.cpu())) {
      var pass = network.new Pass(scope, network.parameters(scope, model.weights(), false), batch);
      pass.addStage(0);
      float[] head = pass.head(0).toFloatArray();
      double first = 0;
      double all = 0;
      for (int c = 0; c < plan.layout.fields().get(0).components(); c++) {
        first += c < components ? Math.exp(head[c]) : 0;
        all += Math.exp(head[c]);
      }
      return first / all;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientIsThatOfFiniteDifferences(boolean traffic) throws IOException {
    TrainingData data =
        traffic
            ? Cases.traffic(3)
            : TrainingData.fit(new Ar1Table(400, 0.5, 0.5, 1), NONE_HELD_OUT);
    Model model = Models.random(data.codec(), data.profiles(), 3);
    var plan = new BatchPlan(data.codec().layout(), data.profiles(), model.architecture());
    List<Batch.Chunk> chunks =
        traffic
            ? chunks(data, 9).subList(0, 3)
            : List.of(new Batch.Chunk(data.training().get(0), 30, 45));
    try (var worker = new Worker(model.architecture(), plan, Device.cpu())) {
      Worker.Gradients gradients = worker.gradients(model.weights(), chunks, null);
      int compared = 0;
      for (String name : model.weights().tensors().keySet()) {
        float[] gradient = gradients.gradients().get(name);
        int[] largest =
            IntStream.range(0, gradient.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(gradient[i])))
                .limit(3)
                .mapToInt(i -> i)
                .toArray();
        for (int i : largest) {
          double difference = difference(worker, model.weights(), chunks, name, i);
          // Sums of about 30 floats below 100 carry 1e-5; over 2h that is 5e-4. Third
          // derivatives times h²/6 and log widths near their clip take the rest.
          assertThat((double) gradient[i])
              .as("%s[%d]", name, i)
              .isCloseTo(difference, within(0.01 + 0.02 * Math.abs(difference)));
          compared += Math.abs(difference) > 0.1 ? 1 : 0;
        }
      }
      assertThat(compared).isGreaterThan(model.weights().tensors().size());
    }
  }

  /**
   * What the graph keeps for its gradient must not be freed with what Java no longer reaches: a
   * number whose array was closed came back as whatever was written over it, once in some trainings
   * as a loss that is no number.
   */
  @Test
  void gradientDoesNotDependOnGarbageCollectedMeanwhile() throws IOException {
    var data = TrainingData.fit(new Ar1Table(400, 0.5, 0.5, 1), NONE_HELD_OUT);
    Model model = Models.random(data.codec(), data.profiles(), 3);
    var plan = new BatchPlan(data.codec().layout(), data.profiles(), model.architecture());
    var batch = new Batch(plan, List.of(new Batch.Chunk(data.training().get(0), 30, 90)));
    List<float[]> gradients = new ArrayList<>();
    for (boolean collected : new boolean[] {false, true}) {
      Torch.recordGradients(true);
      try (var network = new TorchNetwork(model.architecture(), plan, Device.cpu());
          NDManager scope = Torch.scope(Device.cpu())) {
        Map<String, NDArray> weights = network.parameters(scope, model.weights(), true);
        var pass = network.new Pass(scope, weights, batch);
        NDArray loss = new FlowLoss(plan.layout, scope, batch).sums(pass)[0];
        if (collected) {
          writeOverFreedMemory();
        }
        Torch.backward(loss);
        gradients.add(weights.get("head.x.out.bias").getGradient().toFloatArray());
      }
    }
    assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
  }

  private static void writeOverFreedMemory() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    for (long count = direct.getCount(), i = 0; i < 100 && direct.getCount() >= count; i++) {
      System.gc();
    }
    for (int i = 0; i < 10_000; i++) {
      ByteBuffer.allocateDirect(Float.BYTES).putFloat(0, Float.NaN);
    }
  }

  private static double difference(
      Worker worker, Weights weights, List<Batch.Chunk> chunks, String name, int i) {
    double step = 0.01;
    double[] sums = new double[2];
    for (int side = 0; side < 2; side++) {
      Map<String, float[]> moved = new LinkedHashMap<>(weights.tensors());
      float[] tensor = moved.get(name).clone();
      tensor[i] += (float) (side == 0 ? -step : step);
      moved.put(name, tensor);
      for (double field : worker.losses(weights.with(moved), chunks)[0]) {
        sums[side] += field;
      }
    }
    return (sums[1] - sums[0]) / (2 * step);
  }
}
