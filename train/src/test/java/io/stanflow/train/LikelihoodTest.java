package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.model.Likelihood;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.model.Network;
import io.stanflow.model.Provenance;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.SweptTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Likelihood in plain Java is the loss that training minimises. */
@Tag("torch")
@ExtendWith(Natives.class)
class LikelihoodTest {
  private static final double BITS_PER_NAT = 1 / Math.log(2);

  private static void checkEachFlow(Model model, List<Sequence> sequences) {
    double[][] bits = new Likelihood(model, new Network(model)).bits(sequences);
    var plan = new BatchPlan(model.codec().layout(), model.profiles(), model.architecture());
    int flows = 0;
    try (var worker = new Worker(model.architecture(), plan, Device.cpu())) {
      for (int s = 0; s < bits.length; s++) {
        assertThat(bits[s]).hasSize(sequences.get(s).rows());
        for (int i = 0; i < bits[s].length; i++) {
          int row = sequences.get(s).from() + i;
          var chunk = new Batch.Chunk(sequences.get(s), row, row + 1);
          double[] nats = worker.losses(model.weights(), List.of(chunk))[0];
          // single floats of some ten fields: 1e-4 of the sum is 30 times their rounding
          double expected = Arrays.stream(nats).sum() * BITS_PER_NAT;
          assertThat(bits[s][i])
              .as("row %d of sequence %d", row, s)
              .isCloseTo(expected, within(1e-4 * Math.max(1, expected)));
          flows++;
        }
      }
    }
    assertThat(flows).isGreaterThan(200);
  }

  /** Rows of the start, of the middle with context before them, and of single rows. */
  private static List<Sequence> parts(List<Sequence> sequences) {
    return sequences.stream()
        .flatMap(
            s ->
                List.of(part(s, 0, 3), part(s, 4, 5), part(s, 30, 42), part(s, 5, 5)).stream()
                    .filter(p -> p.to() <= s.to()))
        .toList();
  }

  private static Sequence part(Sequence whole, int from, int to) {
    return new Sequence(whole.series(), whole.profile(), from, to);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void bitsOfEachFlowAreThoseOfTheLoss(long seed) throws IOException {
    TrainingData data = Cases.traffic(seed);
    Model model = Models.random(data.codec(), data.profiles(), seed);
    checkEachFlow(model, parts(data.training()));
  }

  /** Rows without a gap, a peer and a direction stand between others. */
  @Test
  void bitsOfVisitsAreThoseOfTheLoss() throws IOException {
    var data = TrainingData.fit(SweptTraffic.table(12, 5), new TrainingData.Options(5, 4, 0, 1));
    assertThat(data.codec().spec().sweeps()).isNotNull();
    Model model = Models.random(data.codec(), data.profiles(), 5);
    List<Sequence> all = data.training();
    checkEachFlow(model, all.subList(0, 3));
  }

  /** Likewise rows whose service is given too, and turns that are decided. */
  @Test
  void bitsOfTicksAreThoseOfTheLoss() throws IOException {
    var data = TrainingData.fit(TickingTraffic.table(6, 5), new TrainingData.Options(5, 3, 0, 1));
    assertThat(data.ownProfiles()).allMatch(profile -> profile.spec().timers().size() == 2);
    Model model = Models.random(data.codec(), data.profiles(), 5);
    checkEachFlow(model, data.training().subList(0, 3));
  }

  @Test
  void bitsOfFreeComponentsAreThoseOfTheLoss() throws IOException {
    var options = new TrainingData.Options(1, 1, 0, 1);
    var data = TrainingData.fit(new Ar1Table(260, 0.5, 0.5, 1), options);
    checkEachFlow(Models.random(data.codec(), data.profiles(), 3), data.training());
  }

  /** More sequences than lanes, of very different lengths. */
  @Test
  void meansOfATrainedModelAreThoseThatTrainingPrints() throws IOException {
    TrainingData data = Cases.traffic(3);
    try (var trainer = new Trainer(data, Cases.TINY, null, false, TrainMonitor.NONE)) {
      trainer.train();
      var model =
          new Model(
              data.codec(),
              trainer.architecture(),
              trainer.best(),
              data.profiles(),
              new Provenance(Map.of(), Map.of()));
      var likelihood = new Likelihood(model, new Network(model));
      List<Sequence> many =
          java.util.stream.Stream.of(data.training(), parts(data.training()), data.training())
              .flatMap(List::stream)
              .toList();
      assertThat(many.size()).isGreaterThan(100);
      for (List<Sequence> part : List.of(data.heldOut(), data.heldOutBlended(), many)) {
        BitsPerFlow expected = trainer.evaluate(trainer.best(), part);
        double[] fields = new double[data.codec().layout().fields().size()];
        likelihood.forEach(part, (sequence, row, field, bits) -> fields[field] += bits);
        for (int f = 0; f < fields.length; f++) {
          String name = data.codec().layout().fields().get(f).name();
          assertThat(fields[f] / expected.rows())
              .as(name)
              .isCloseTo(expected.fields().get(name), within(1e-4));
        }
        assertThat(Arrays.stream(fields).sum() / expected.rows())
            .isCloseTo(expected.exact(), within(1e-3));
      }
    }
  }
}
