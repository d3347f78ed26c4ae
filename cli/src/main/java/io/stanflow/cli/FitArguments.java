package io.stanflow.cli;

import io.stanflow.fit.TrainingData;
import io.stanflow.train.TrainOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How to train. */
final class FitArguments {
  private static final TrainOptions DEFAULTS = TrainOptions.DEFAULTS;

  @Option(
      names = "--time-limit",
      paramLabel = "SPAN",
      converter = Arguments.Span.class,
      description = "End training after 90s, 15m, 1h (default: 30m if --epochs is not given).")
  private Duration timeLimit;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the flows (default: by the number of flows, 5 to 100; with --time-limit, as"
              + " many as it allows).")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of weights, batches and held-out hosts (default: ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu or gpu (default: ${DEFAULT-VALUE}).")
  private String device = DEFAULTS.device();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads, each with its part of every step (default: ${DEFAULT-VALUE}).")
  private int workers = DEFAULTS.workers();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Largest learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate = DEFAULTS.fit().learningRate();

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Width of embeddings and encoder (default: ${DEFAULT-VALUE}).")
  private int width = DEFAULTS.size().width();

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Width of each head's hidden layer (default: ${DEFAULT-VALUE}).")
  private int hidden = DEFAULTS.size().hidden();

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Flows per worker and step (default: ${DEFAULT-VALUE}).")
  private int batchRows = DEFAULTS.fit().batchRows();

  @Option(
      names = "--k",
      paramLabel = "N",
      description = "The model may know an address that N hosts share (default: ${DEFAULT-VALUE}).")
  private int k = TrainingData.Options.DEFAULTS.k();

  @Option(
      names = "--profile-k",
      paramLabel = "N",
      description =
          "Make profiles of what at least N hosts do, and hold no port, word or size that fewer"
              + " share; 1 keeps every host's own (default: ${DEFAULT-VALUE}).")
  private int profileK = TrainingData.Options.DEFAULTS.profileK();

  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of few words, as of labels, that are held whoever has them.")
  private List<String> keep = List.of();

  @Option(
      names = "--condition",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns of words, as of labels, that are decided first of a flow, so that all else of it"
              + " depends on them; generate --where then sets their shares.")
  private List<String> conditions = List.of();

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description =
          "Share of the hosts kept for validation, half of them at most; none that is alone of its"
              + " kind (default: ${DEFAULT-VALUE}).")
  private double heldOut = TrainingData.Options.DEFAULTS.heldOut();

  /**
   * The options.
   *
   * @throws IllegalArgumentException if the numbers make no sense
   */
  TrainOptions options() {
    var data = new TrainingData.Options(k, profileK, heldOut, seed, keep, conditions);
    if (width < 1 || hidden < 1) {
      throw new IllegalArgumentException("--width and --hidden must be at least 1");
    }
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("--epochs must be at least 1");
    }
    TrainOptions.Size size = DEFAULTS.size();
    TrainOptions.Fit fit = DEFAULTS.fit();
    TrainOptions options =
        DEFAULTS
            .withData(data)
            .withSize(new TrainOptions.Size(width, hidden, size.dilations(), size.key()))
            .withFit(
                new TrainOptions.Fit(
                    learningRate,
                    fit.chunkRows(),
                    batchRows,
                    fit.clipNorm(),
                    fit.weightDecay(),
                    fit.dropout(),
                    fit.profileNoise()))
            .withDevice(device)
            .withWorkers(workers);
    if (epochs == null && timeLimit == null) {
      return options;
    }
    options = options.withEpochs(epochs == null ? TrainOptions.ENDLESS : epochs);
    return timeLimit == null ? options : options.withTimeLimit(timeLimit);
  }
}
