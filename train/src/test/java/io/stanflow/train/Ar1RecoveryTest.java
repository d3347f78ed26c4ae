package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Flow;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Model;
import io.stanflow.testing.Ar1Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process whose statistics are known in closed form is learned and comes back. */
@Tag("torch")
@ExtendWith(Natives.class)
class Ar1RecoveryTest {
  private static final double PHI = 0.8;
  private static final double RHO = 0.6;
  private static final int ROWS = 6000;

  private record Moments(
      double mean, double variance, double varianceOfY, double lag, double correlation) {
    static Moments of(List<Flow> rows) {
      double[] x = rows.stream().mapToDouble(r -> r.real(0)).toArray();
      double[] y = rows.stream().mapToDouble(r -> r.real(1)).toArray();
      double mx = java.util.Arrays.stream(x).average().orElseThrow();
      double my = java.util.Arrays.stream(y).average().orElseThrow();
      double xx = 0;
      double yy = 0;
      double xy = 0;
      double lagged = 0;
      for (int i = 0; i < x.length; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
        lagged += i == 0 ? 0 : (x[i] - mx) * (x[i - 1] - mx);
      }
      return new Moments(mx, xx / x.length, yy / x.length, lagged / xx, xy / Math.sqrt(xx * yy));
    }
  }

  @Test
  void meanVarianceAndCorrelationsComeBack() throws IOException {
    var table = new Ar1Table(ROWS, PHI, RHO, 11);
    var options =
        new TrainOptions(
            new TrainingData.Options(1, 1, 0.05, 1),
            new TrainOptions.Size(12, 12, List.of(1, 2), 4),
            new TrainOptions.Fit(8e-3, 64, 128, 1.0, 0.5, 0, 0),
            2,
            12,
            Optional.empty(),
            12,
            "cpu");
    Model model = Training.run(table, options, TrainMonitor.NONE);
    Moments got;
    try (Stream<Flow> rows = new StanflowModel(model).generate(Scenario.DEFAULTS.withFlows(ROWS))) {
      got = Moments.of(rows.toList());
    }
    // One standard error of an estimate from n = 6000 rows: mean √((1+φ)/(1−φ)/n) = 0.039;
    // variance √(2(1+φ²)/(1−φ²)/n) = 0.039; φ: √((1−φ²)/n) = 0.008; ρ: (1−ρ²)/√n times
    // √((1+φ²ρ²)/(1−φ²ρ²)) < 0.011. The training table and the generated one each have one, and
    // the model cannot know better than its table: √2 of them. Four of those: 0.22, 0.22, 0.045,
    // 0.062. A conditional mean that training misses by b moves the mean by b/(1−φ) = 5b, a width
    // missed by 5 % the variance by 10 %: 0.1 more for the first two, 0.03 for the correlations.
    assertThat(got.mean()).isCloseTo(0, within(0.32));
    assertThat(got.variance()).isCloseTo(1, within(0.32));
    assertThat(got.varianceOfY()).isCloseTo(1, within(0.32));
    assertThat(got.lag()).isCloseTo(PHI, within(0.075));
    assertThat(got.correlation()).isCloseTo(RHO, within(0.092));
  }
}
