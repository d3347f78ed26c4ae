package io.stanflow.train;

import io.stanflow.fit.TrainingData;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Small data and options. */
final class Cases {
  static final TrainOptions TINY =
      new TrainOptions(
          new TrainingData.Options(4, 3, 0.15, 1),
          new TrainOptions.Size(12, 10, List.of(1, 2), 6),
          new TrainOptions.Fit(8e-3, 64, 256, 1.0, 0.01, 0.1, 0.3),
          2,
          3,
          Optional.empty(),
          8,
          "cpu");

  private Cases() {}

  /** Twelve hosts, about 1,900 flows, two of the hosts held out, blends of three. */
  static TrainingData traffic(long seed) throws IOException {
    return TrainingData.fit(SimulatedTraffic.table(12, 80, true, seed), TINY.data());
  }
}
