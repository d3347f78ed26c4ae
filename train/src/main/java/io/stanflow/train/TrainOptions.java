package io.stanflow.train;

import java.time.Duration;
import java.util.List;

/**
 * How to train. The defaults are stated here and nowhere else.
 *
 * @param width of embeddings and encoder
 * @param hidden width of each head's hidden layer
 * @param dilations of the encoder's convolutions
 * @param key width of the pointer head's keys
 * @param learningRate largest one: reached after the first steps, held, then lowered along a cosine
 * @param chunkRows rows of one chunk of a series
 * @param batchRows rows per worker and step
 * @param workers threads, each with its own part of every batch
 * @param clipNorm largest norm of the gradient
 * @param epochs passes over the training sequences
 * @param timeLimit after which training ends, or null
 * @param patience epochs without a better held-out loss after which training ends
 * @param seed of the starting weights and of the order of batches
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record TrainOptions(
    int width,
    int hidden,
    List<Integer> dilations,
    int key,
    double learningRate,
    int chunkRows,
    int batchRows,
    int workers,
    double clipNorm,
    int epochs,
    Duration timeLimit,
    int patience,
    long seed,
    String device) {
  public static final TrainOptions DEFAULTS =
      new TrainOptions(
          64, 64, List.of(1, 2, 4, 8), 16, 4e-3, 256, 1024, 2, 1.0, 20, null, 8, 1, "auto");

  public TrainOptions {
    dilations = List.copyOf(dilations);
    if (chunkRows < 1 || batchRows < 1 || workers < 1 || epochs < 1 || patience < 1) {
      throw new IllegalArgumentException("sizes and counts are at least 1");
    }
    if (!(learningRate > 0) || !(clipNorm > 0)) {
      throw new IllegalArgumentException("learning rate and clip norm are above 0");
    }
    if (!List.of("auto", "cpu", "gpu").contains(device)) {
      throw new IllegalArgumentException("device is auto, cpu or gpu, not " + device);
    }
  }

  /** Same options, ended by epochs or time. */
  public TrainOptions withEnd(int epochs, Duration timeLimit) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }

  public TrainOptions withSeed(long seed) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }

  public TrainOptions withDevice(String device) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }

  public TrainOptions withWorkers(int workers) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }

  /** Same options with other sizes. */
  public TrainOptions withSizes(int width, int hidden, int batchRows) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }

  public TrainOptions withLearningRate(double learningRate) {
    return new TrainOptions(
        width,
        hidden,
        dilations,
        key,
        learningRate,
        chunkRows,
        batchRows,
        workers,
        clipNorm,
        epochs,
        timeLimit,
        patience,
        seed,
        device);
  }
}
