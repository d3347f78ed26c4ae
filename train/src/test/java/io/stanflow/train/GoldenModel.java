package io.stanflow.train;

import io.stanflow.fit.TrainingData;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.testing.OfficeLan;
import io.stanflow.testing.SweptTraffic;
import io.stanflow.testing.TickingTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Made the golden model files of core's tests, each by the release that it is named after; kept so
 * that it can be seen what they are, and run again for a new format only.
 */
final class GoldenModel {
  private GoldenModel() {}

  /**
   * Trains on simulated flows and writes the file.
   *
   * @param arguments name of the file
   */
  public static void main(String[] arguments) throws IOException {
    var options =
        new TrainOptions(
            new TrainingData.Options(3, 4, 0, 1),
            new TrainOptions.Size(6, 4, List.of(1, 2), 4),
            new TrainOptions.Fit(8e-3, 64, 256, 1.0, 0.01, 0.1, 0.3),
            1,
            8,
            Optional.empty(),
            8,
            "cpu");
    var origin = new Training.Origin("stanflow 0.1.0", Map.of("minFlows", "1"), Optional.empty());
    var swept = SweptTraffic.table(OfficeLan.HOSTS, true, 1);
    var table = OfficeLan.over(TickingTraffic.over(swept), 1);
    Model model =
        new Training(table, options, origin)
            .train(Optional.empty(), false, TrainMonitor.NONE)
            .model();
    ModelFile.write(Path.of(arguments[0]), model);
  }
}
