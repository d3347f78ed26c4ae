package io.stanflow.benchmarks;

import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.train.TrainMonitor;
import io.stanflow.train.TrainOptions;
import io.stanflow.train.TrainOptions.Size;
import io.stanflow.train.TrainStep;
import io.stanflow.train.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of training steps, each with its time and its loss.
 *
 * @param threads that the engine cuts its sums over
 * @param rowsPerSecond after the first tenth of the steps
 * @param bits per flow of each step's rows
 */
record TimedTraining(
    String device, int width, int threads, double rowsPerSecond, List<Double> bits) {
  /** A run on a slow machine ends earlier, so that all of them take less than 8 minutes. */
  private static final double MOST_SECONDS = 70;

  /** More epochs than there are steps, so that the learning rate is nearly constant. */
  private static final int EPOCHS = 1000;

  /** Trains from the seed that is the default's; one worker, as on a GPU. */
  static TimedTraining run(TrainingData data, String device, int width, int steps)
      throws IOException {
    Size usual = TrainOptions.DEFAULTS.size();
    TrainOptions options =
        TrainOptions.DEFAULTS
            .withSize(new Size(width, width, usual.dilations(), usual.key()))
            .withWorkers(1)
            .withEpochs(EPOCHS)
            .withDevice(device);
    var watch = new Steps(steps);
    try (var trainer = new Trainer(data, options, null, false, watch)) {
      trainer.train();
    }
    int threads = Integer.getInteger("ai.djl.pytorch.num_threads", 1);
    double rows = watch.rowsPerStep(data, options.fit().batchRows());
    return new TimedTraining(device, width, threads, rows * watch.stepsPerSecond(), watch.bits);
  }

  /** Notes each step and ends training after enough of them. */
  private static final class Steps implements TrainMonitor {
    private final int most;
    private final List<Double> bits = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private int firstEpoch;
    private int lastEpoch;

    Steps(int most) {
      this.most = most;
    }

    @Override
    public void step(TrainStep step) {
      bits.add(step.bits());
      nanos.add(System.nanoTime());
      firstEpoch += step.epoch() == 1 ? 1 : 0;
      lastEpoch = step.epoch();
    }

    @Override
    public boolean cancelled() {
      return bits.size() >= most || (nanos.size() > 1 && seconds(0) > MOST_SECONDS);
    }

    /** From the end of this step to that of the last one. */
    private double seconds(int step) {
      return (nanos.get(nanos.size() - 1) - nanos.get(step)) / 1e9;
    }

    private double stepsPerSecond() {
      int begin = bits.size() / 10;
      return (bits.size() - 1 - begin) / seconds(begin);
    }

    /** Known once an epoch is over; until then as many as a step has at most. */
    private double rowsPerStep(TrainingData data, int most) {
      long rows = data.training().stream().mapToLong(Sequence::rows).sum();
      return lastEpoch > 1 ? (double) rows / firstEpoch : most;
    }
  }
}
