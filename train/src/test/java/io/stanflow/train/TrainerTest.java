package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.model.ModelException;
import io.stanflow.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("torch")
@ExtendWith(Natives.class)
class TrainerTest {
  private static TrainingData data;
  @TempDir Path folder;

  @BeforeAll
  static void fit() throws IOException {
    data = Cases.traffic(1);
  }

  private static TrainOptions.Fit fit(double learningRate, int batchRows) {
    return new TrainOptions.Fit(learningRate, 64, batchRows, 1.0, 0.01, 0.1, 0.3);
  }

  private static void checkSame(Weights a, Weights b) {
    assertThat(a.tensors().keySet()).isEqualTo(b.tensors().keySet());
    a.tensors().forEach((name, values) -> assertThat(values).as(name).isEqualTo(b.get(name)));
  }

  @Test
  void lossFallsAndTheBestWeightsAreKept() throws IOException {
    List<EpochReport> heard = new ArrayList<>();
    var monitor =
        new TrainMonitor() {
          @Override
          public void epoch(EpochReport report) {
            heard.add(report);
          }
        };
    try (var trainer = new Trainer(data, Cases.TINY, null, false, monitor)) {
      trainer.train();
      List<EpochReport> reports = trainer.reports();
      assertThat(reports).hasSize(3).isEqualTo(heard);
      for (int e = 1; e < 3; e++) {
        assertThat(reports.get(e).trainingBits()).isLessThan(reports.get(e - 1).trainingBits());
        assertThat(reports.get(e).best()).isTrue();
      }
      BitsPerFlow last = reports.get(2).heldOut();
      assertThat(last.rows()).isEqualTo(data.heldOut().stream().mapToLong(Sequence::rows).sum());
      assertThat(last.classes()).isLessThan(last.exact());
      double sum = last.fields().values().stream().mapToDouble(x -> x).sum();
      assertThat(sum).isCloseTo(last.exact(), within(1e-9));
      BitsPerFlow again = trainer.evaluate(trainer.best(), data.heldOut()); // in other batches
      assertThat(again.exact()).isCloseTo(last.exact(), within(1e-4));
    }
  }

  @Test
  void twoRunsOfASeedGiveTheSameWeights() throws IOException {
    List<Weights> weights = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      var options = Cases.TINY.withEpochs(2).withSeed(seed);
      try (var trainer = new Trainer(data, options, null, false, TrainMonitor.NONE)) {
        trainer.train();
        weights.add(trainer.best());
      }
    }
    checkSame(weights.get(0), weights.get(1));
    assertThat(weights.get(0).get("decoder.tokens"))
        .isNotEqualTo(weights.get(2).get("decoder.tokens"));
  }

  /** Ends training once so many epochs are complete. */
  private static TrainMonitor until(int epochs) {
    return new TrainMonitor() {
      private int done;

      @Override
      public void epoch(EpochReport report) {
        done = report.epoch();
      }

      @Override
      public boolean cancelled() {
        return done == epochs;
      }
    };
  }

  @Test
  void resumedTrainingGoesOnAsIfItHadNotStopped() throws IOException {
    var options = Cases.TINY.withEpochs(4);
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    List<EpochReport> expected;
    Weights best;
    try (var trainer = new Trainer(data, options, whole, false, TrainMonitor.NONE)) {
      trainer.train();
      expected = trainer.reports();
      best = trainer.best();
    }
    try (var trainer = new Trainer(data, options, parts, false, until(2))) {
      trainer.train();
      assertThat(trainer.reports()).hasSize(2);
    }
    try (var trainer = new Trainer(data, options, parts, true, TrainMonitor.NONE)) {
      trainer.train();
      List<EpochReport> reports = trainer.reports();
      assertThat(reports).hasSize(4);
      for (int e = 0; e < 4; e++) {
        assertThat(reports.get(e).trainingBits()).isEqualTo(expected.get(e).trainingBits());
        assertThat(reports.get(e).heldOut()).isEqualTo(expected.get(e).heldOut());
      }
      checkSame(trainer.best(), best);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  private Path checkpoint() throws IOException {
    Path file = folder.resolve("checkpoint");
    try (var trainer = new Trainer(data, Cases.TINY, file, false, until(1))) {
      trainer.train();
    }
    return file;
  }

  static Stream<UnaryOperator<TrainOptions>> otherOptions() {
    return Stream.of(
        o -> o.withSeed(9),
        o -> o.withWorkers(1),
        o -> o.withSize(new TrainOptions.Size(13, 10, List.of(1, 2), 6)),
        o -> o.withFit(fit(8e-3, 100)));
  }

  @ParameterizedTest
  @MethodSource("otherOptions")
  void checkpointOfOtherOptionsIsRefused(UnaryOperator<TrainOptions> change) throws IOException {
    Path file = checkpoint();
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(
            () -> new Trainer(data, change.apply(Cases.TINY), file, true, TrainMonitor.NONE))
        .withMessageContaining("the checkpoint is of other options");
  }

  /** It would end at once and its checkpoint with it. */
  @Test
  void checkpointOfMoreEpochsIsRefusedAndStays() throws IOException {
    Path file = folder.resolve("checkpoint");
    TrainOptions thirty = Cases.TINY.withEpochs(30);
    try (var trainer = new Trainer(data, thirty, file, false, until(1))) {
      trainer.train();
    }
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> new Trainer(data, thirty.withEpochs(2), file, true, TrainMonitor.NONE))
        .withMessageContaining("is of a run of 30 epochs, 1 of them done, and this one asks for 2");
    assertThat(file).exists();
    try (var trainer = new Trainer(data, thirty.withEpochs(31), file, true, until(1))) {
      assertThat(trainer.reports()).hasSize(1);
    }
  }

  @Test
  void checkpointOfOtherDataIsRefused() throws IOException {
    Path file = checkpoint();
    TrainingData other = Cases.traffic(2);
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(() -> new Trainer(other, Cases.TINY, file, true, TrainMonitor.NONE))
        .withMessageContaining("the checkpoint is of other training data");
  }

  @Test
  void damagedOrMissingCheckpointIsAModelException() throws IOException {
    Path file = checkpoint();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    for (Path one : List.of(file, folder.resolve("none"))) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> new Trainer(data, Cases.TINY, one, true, TrainMonitor.NONE));
    }
  }

  @Test
  void lossThatIsNoNumberEndsTrainingWithAdvice() throws IOException {
    var options = Cases.TINY.withFit(fit(1e30, 256));
    try (var trainer = new Trainer(data, options, null, false, TrainMonitor.NONE)) {
      assertThatExceptionOfType(TrainException.class)
          .isThrownBy(trainer::train)
          .withMessageContaining("the loss is no longer a number in epoch")
          .withMessageContaining("--learning-rate");
    }
  }

  /** One step an epoch: the weights blow up after the epoch's only loss. */
  @Test
  void heldOutLossThatIsNoNumberEndsTrainingToo() throws IOException {
    var options = Cases.TINY.withFit(fit(1e35, 100_000));
    Path file = folder.resolve("checkpoint");
    try (var trainer = new Trainer(data, options, file, false, TrainMonitor.NONE)) {
      assertThatExceptionOfType(TrainException.class)
          .isThrownBy(trainer::train)
          .withMessageContaining("the loss is no longer a number");
    }
  }

  @Test
  void missingGpuIsNamed() {
    Assumptions.assumeTrue(Torch.engine().getGpuCount() == 0, "there is a GPU");
    assertThatExceptionOfType(TrainException.class)
        .isThrownBy(
            () -> new Trainer(data, Cases.TINY.withDevice("gpu"), null, false, TrainMonitor.NONE))
        .withMessageContaining("no usable GPU")
        .withMessageContaining("--device cpu");
  }

  @Test
  void chunksCoverEveryRowOnce() {
    for (Random random : new Random[] {null, new Random(1), new Random(2)}) {
      List<List<Batch.Chunk>> batches = BatchPlan.batches(data.training(), 33, 200, random);
      for (Sequence sequence : data.training()) {
        int[] seen = new int[sequence.series().rows()];
        for (List<Batch.Chunk> batch : batches) {
          for (Batch.Chunk chunk : batch) {
            assertThat(chunk.rows()).isBetween(1, 33);
            for (int row = chunk.from();
                chunk.sequence().equals(sequence) && row < chunk.to();
                row++) {
              seen[row]++;
            }
          }
        }
        for (int row = 0; row < seen.length; row++) {
          assertThat(seen[row]).isEqualTo(row >= sequence.from() && row < sequence.to() ? 1 : 0);
        }
      }
      int full = batches.size() - 1;
      assertThat(batches.subList(0, full))
          .allMatch(b -> b.stream().mapToInt(Batch.Chunk::rows).sum() >= 200);
    }
  }
}
