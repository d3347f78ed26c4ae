package io.stanflow.train;

import io.stanflow.fit.TrainingData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to train. The defaults are stated here and nowhere else.
 *
 * @param data how codec and profiles are fitted; its seed is also that of the starting weights and
 *     of the order of batches
 * @param size of the network
 * @param fit how the weights are fitted
 * @param workers threads, each with its own part of every step
 * @param epochs passes over the training sequences; {@link #AS_NEEDED} for as many as make about
 *     eight million rows, 5 to 100
 * @param timeLimit after which training ends, whatever the epochs
 * @param patience epochs without a better held-out loss after which training ends
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record TrainOptions(
    TrainingData.Options data,
    Size size,
    Fit fit,
    int workers,
    int epochs,
    Optional<Duration> timeLimit,
    int patience,
    String device) {
  /**
   * Size of the network.
   *
   * @param width of embeddings and encoder
   * @param hidden width of each head's hidden layer
   * @param dilations of the encoder's convolutions
   * @param key width of the pointer head's keys
   */
  public record Size(int width, int hidden, List<Integer> dilations, int key) {
    public Size {
      dilations = List.copyOf(dilations);
    }
  }

  /**
   * How the weights are fitted.
   *
   * @param learningRate largest one: reached after the first steps, held, then lowered along a
   *     cosine
   * @param chunkRows rows of one chunk of a series
   * @param batchRows rows per worker and step
   * @param clipNorm largest norm of the gradient
   * @param weightDecay share of every matrix entry lost per step and unit of learning rate
   * @param dropout share of the decoder state's entries that each training row loses, in [0, 1)
   * @param profileNoise standard deviation of the noise on profile vectors in training
   */
  public record Fit(
      double learningRate,
      int chunkRows,
      int batchRows,
      double clipNorm,
      double weightDecay,
      double dropout,
      double profileNoise) {
    public Fit {
      if (!(learningRate > 0) || !(clipNorm > 0) || chunkRows < 1 || batchRows < 1) {
        throw new IllegalArgumentException(
            "learning rate and clip norm are above 0, chunk and batch rows at least 1");
      }
      if (!(weightDecay >= 0) || !(dropout >= 0 && dropout < 1) || !(profileNoise >= 0)) {
        throw new IllegalArgumentException("regularisation is at least 0, dropout below 1");
      }
    }
  }

  /** Number of epochs that is chosen by the size of the data. */
  public static final int AS_NEEDED = 0;

  /** Number of epochs that only time ends. */
  public static final int ENDLESS = 1_000_000;

  private static final double ROWS_NEEDED = 8e6;

  public static final TrainOptions DEFAULTS =
      new TrainOptions(
          TrainingData.Options.DEFAULTS,
          new Size(64, 64, List.of(1, 2, 4, 8), 16),
          new Fit(4e-3, 256, 1024, 1.0, 0.02, 0.2, 0.5),
          2,
          AS_NEEDED,
          Optional.of(Duration.ofMinutes(30)),
          8,
          "auto");

  public TrainOptions {
    if (workers < 1 || epochs < AS_NEEDED || patience < 1) {
      throw new IllegalArgumentException("workers and patience are at least 1, epochs not below 0");
    }
    if (!List.of("auto", "cpu", "gpu").contains(device)) {
      throw new IllegalArgumentException("device is auto, cpu or gpu, not " + device);
    }
  }

  /** Epochs for training sequences of this many rows in all. */
  int epochsFor(long rows) {
    return epochs != AS_NEEDED
        ? epochs
        : (int) Math.max(5, Math.min(100, Math.round(ROWS_NEEDED / Math.max(1, rows))));
  }

  /** Of held-out hosts, starting weights and the order of batches. */
  public long seed() {
    return data.seed();
  }

  /** Same options but for how codec and profiles are fitted, the seed included. */
  public TrainOptions withData(TrainingData.Options data) {
    return new TrainOptions(data, size, fit, workers, epochs, timeLimit, patience, device);
  }

  /** Same options for a network of other sizes. */
  public TrainOptions withSize(Size size) {
    return new TrainOptions(data, size, fit, workers, epochs, timeLimit, patience, device);
  }

  /** Same options but for how the weights are fitted. */
  public TrainOptions withFit(Fit fit) {
    return new TrainOptions(data, size, fit, workers, epochs, timeLimit, patience, device);
  }

  /** Same options with so many threads, at least 1; their number changes the weights' last bits. */
  public TrainOptions withWorkers(int workers) {
    return new TrainOptions(data, size, fit, workers, epochs, timeLimit, patience, device);
  }

  /** Same options, ended by this many epochs or {@link #AS_NEEDED} and not by time. */
  public TrainOptions withEpochs(int epochs) {
    return new TrainOptions(data, size, fit, workers, epochs, Optional.empty(), patience, device);
  }

  /** Same options, ended after this time if the epochs last longer. */
  public TrainOptions withTimeLimit(Duration limit) {
    return new TrainOptions(data, size, fit, workers, epochs, Optional.of(limit), patience, device);
  }

  /** Same options with another seed of everything random. */
  public TrainOptions withSeed(long seed) {
    return withData(data.withSeed(seed));
  }

  /** Same options on another device: {@code auto}, {@code cpu} or {@code gpu}. */
  public TrainOptions withDevice(String device) {
    return new TrainOptions(data, size, fit, workers, epochs, timeLimit, patience, device);
  }
}
