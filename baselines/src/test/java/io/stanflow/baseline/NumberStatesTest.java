package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberStatesTest {
  @Test
  void fewValuesStandAlone() {
    NumberStates numbers = NumberStates.of(new double[] {-1, 0, 0, 7}, 3);
    assertThat(numbers.states()).isEqualTo(3);
    var random = new SplittableRandom(1);
    assertThat(numbers.draw(numbers.state(-1), random)).isEqualTo(-1);
    assertThat(numbers.draw(numbers.state(0), random)).isEqualTo(0);
    assertThat(numbers.draw(numbers.state(7), random)).isEqualTo(7);
    assertThat(numbers.draw(numbers.state(1), random)).isEqualTo(7);
    assertThat(numbers.draw(numbers.state(100), random)).isEqualTo(7);
    assertThat(NumberStates.of(new double[0], 3).states()).isEqualTo(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void statesPartTheNumbers(long seed) {
    var random = new SplittableRandom(seed);
    double[] sample =
        DoubleStream.generate(
                () ->
                    random.nextInt(4) == 0
                        ? 40
                        : Math.rint(Math.exp(3 + 2 * random.nextGaussian())))
            .limit(10_000)
            .sorted()
            .toArray();
    int most = 32;
    NumberStates numbers = NumberStates.of(sample, most);
    int[] counts = new int[numbers.states()];
    double lastDraw = Double.NEGATIVE_INFINITY;
    for (double number : sample) {
      counts[numbers.state(number)]++;
    }
    assertThat(numbers.states()).isBetween(most - 2, most);
    assertThat(counts[numbers.state(40)])
        .isEqualTo((int) Arrays.stream(sample).filter(x -> x == 40).count());
    for (int state = 0; state < numbers.states(); state++) {
      for (int i = 0; i < 50; i++) {
        assertThat(numbers.state(numbers.draw(state, random))).isEqualTo(state);
      }
    }
    for (int state = most / 2; state < numbers.states(); state++) { // bins are in order
      double draw = numbers.draw(state, random);
      assertThat(draw).isGreaterThan(lastDraw);
      lastDraw = draw;
    }
    int binned = Arrays.stream(counts).skip(most / 2).sum();
    assertThat(Arrays.stream(counts).skip(most / 2).max().orElseThrow())
        .isLessThan(2 * binned / (most / 2));
  }

  @Test
  void aReservoirIsAFairSample() {
    int draws = 0;
    for (long seed = 0; seed < 200; seed++) {
      var reservoir = new Reservoir(1500, new SplittableRandom(seed));
      for (int i = 0; i < 6000; i++) {
        reservoir.add(i);
        reservoir.add(Double.NaN);
      }
      double[] sorted = reservoir.sorted();
      assertThat(sorted).hasSize(1500).isSorted().doesNotHaveDuplicates();
      draws += (int) Arrays.stream(sorted).filter(x -> x < 3000).count();
    }
    // hypergeometric: variance 1500 / 4 * 4500 / 5999 each, over 200 samples; five deviations
    assertThat(draws / 200.0).isCloseTo(750, within(5 * Math.sqrt(281.3 / 200)));
  }
}
