package io.stanflow.codec.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureCodeTest {
  private static final int ROWS = 8;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void densitiesOfEachPossibleComponentSumToOne(long seed) {
    var mixture = new RandomMixtures(seed);
    for (int r = 0; r < ROWS; r++) {
      RowRanges row = mixture.row();
      double[] mass = new double[mixture.fixed()];
      for (long v = row.low(); v <= row.high(); v++) {
        double[] densities = mixture.densities(v, row);
        for (int c = 0; c < mass.length; c++) {
          boolean counts = possible(mixture.code, c, row) && !Double.isNaN(densities[c]);
          mass[c] += counts ? densities[c] : 0;
        }
      }
      for (int c = 0; c < mass.length; c++) {
        double expected = possible(mixture.code, c, row) ? 1 : 0;
        // densities are floats: at most 60 terms, each within 6e-8 of its size
        assertThat(mass[c]).as("component %d", c).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void valueIsCoveredByExactlyTheComponentsThatCanDrawIt(long seed) {
    var mixture = new RandomMixtures(seed);
    var random = new SplittableRandom(seed);
    for (int r = 0; r < ROWS; r++) {
      RowRanges row = mixture.row();
      for (int c = 0; c < mixture.fixed(); c++) {
        var covered = new TreeSet<Long>();
        for (long v = row.low(); v <= row.high(); v++) {
          if (!Double.isNaN(mixture.densities(v, row)[c]) && possible(mixture.code, c, row)) {
            covered.add(v);
          }
        }
        assertThat(possible(mixture.code, c, row)).isEqualTo(!covered.isEmpty());
        // The rarest of at most 60 values has probability ln(61/60)/ln(61) > 0.004, so one of them
        // is missed in 6000 draws with probability below 60·e^−24.
        var drawn = new TreeSet<Long>();
        for (int i = 0; i < (covered.isEmpty() ? 0 : 6000); i++) {
          drawn.add(mixture.code.draw(c, 0, 1, row, random));
        }
        assertThat(drawn).as("component %d", c).isEqualTo(covered);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fullTargetKeepsTheMostSpecificComponents(long seed) {
    var mixture = new RandomMixtures(seed);
    RowRanges row = mixture.row();
    for (long v = row.low(); v <= row.high(); v++) {
      var all = new Target(mixture.code.components());
      mixture.code.cover(v, row, all);
      var two = new Target(2);
      mixture.code.cover(v, row, two);
      assertThat(two.count()).isEqualTo(Math.min(2, all.count()));
      for (int i = 0; i < two.count(); i++) {
        assertThat(two.component(i)).isEqualTo(all.component(i));
        assertThat(i == 0 || two.component(i - 1) < two.component(i)).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void tokenOfAnyValueIsInRange(long seed) {
    var mixture = new RandomMixtures(seed);
    for (long v = 0; v < 200; v++) {
      for (long divisor = 1; divisor < (mixture.spec.resolution() == 1 ? 2 : 9); divisor++) {
        int token = mixture.code.token(v, divisor);
        assertThat(token).isBetween(0, mixture.code.tokens() - 1);
        boolean named = token < mixture.fixed() - mixture.spec.relatives();
        assertThat(named).isTrue();
      }
    }
    assertThat(mixture.code.token(Long.MAX_VALUE / 128, 1)).isBetween(0, mixture.code.tokens() - 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void drawsStayInTheHardRange(long seed) {
    var mixture = new RandomMixtures(seed);
    var random = new SplittableRandom(seed);
    for (int r = 0; r < ROWS; r++) {
      RowRanges row = mixture.row();
      for (int c = 0; c < mixture.code.components(); c++) {
        for (int i = 0; i < 50 && possible(mixture.code, c, row); i++) {
          double centre = random.nextDouble(-50, 50);
          double width = Math.exp(random.nextDouble(-7, 3));
          assertThat(mixture.code.draw(c, centre, width, row, random))
              .isBetween(row.low(), row.high());
        }
      }
    }
  }

  /** Logarithmic or not, centre and width, hard range. */
  @ParameterizedTest
  @CsvSource({
    "true, 0.3, 0.7, 0, 1000",
    "true, -1.5, 0.2, 0, 40",
    "true, 2, 0.05, 17, 900",
    "false, 0, 1, 0, 1000",
    "false, 1.5, 0.1, 0, 90",
    "false, -0.4, 3, 100, 103"
  })
  void freeDrawsAreTruncatedLogistics(
      boolean logarithmic, double centre, double width, long low, long high) {
    double mean = logarithmic ? 3 : 60;
    double spread = logarithmic ? 1.5 : 40;
    var spec =
        new MixtureSpec(
            0,
            new long[0],
            new long[0],
            new long[0],
            new long[0],
            1,
            1,
            logarithmic,
            mean,
            spread,
            0,
            1000);
    var code = new MixtureCode(spec);
    var row = new RowRanges(0);
    row.start(low, high);
    var random = new SplittableRandom(1);
    int n = 20_000;
    int[] counts = new int[1001];
    for (int i = 0; i < n; i++) {
      counts[(int) code.draw(0, centre, width, row, random)]++;
    }
    // Dvoretzky, Kiefer and Wolfowitz: the largest distance exceeds √(ln(2/α)/2n) with
    // probability below α; 0.019 for α = 1e-6.
    double seen = 0;
    double from = sigmoid((code.standardised(low - 0.5) - centre) / width);
    double to = sigmoid((code.standardised(high + 0.5) - centre) / width);
    for (long v = low; v <= high; v++) {
      seen += counts[(int) v];
      double expected =
          (sigmoid((code.standardised(v + 0.5) - centre) / width) - from) / (to - from);
      assertThat(seen / n).isCloseTo(expected, within(0.019));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void tokenIsTheFirstFixedComponentThatHoldsTheValue(long seed) {
    var mixture = new RandomMixtures(seed);
    MixtureSpec spec = mixture.spec;
    int intervals = Math.max(0, spec.edges().length - 1);
    for (long divisor : new long[] {1, 2, 3, 6, 8, 9}) {
      for (long v = spec.min(); v <= spec.max() && intervals > 0; v++) {
        int expected = -1;
        for (int i = spec.ratioAtoms().length - 1; i >= 0; i--) {
          expected = spec.ratioAtoms()[i] * divisor == v ? i : expected;
        }
        for (int i = 0; i < spec.atoms().length && expected < 0; i++) {
          boolean fits = spec.atomDivisors().length == 0 || spec.atomDivisors()[i] == divisor;
          expected = fits && spec.atoms()[i] == v ? spec.ratioAtoms().length + i : -1;
        }
        for (int i = 0; i < intervals && expected < 0; i++) {
          boolean below =
              i == intervals - 1 || v * spec.resolution() / divisor < spec.edges()[i + 1];
          expected = below ? spec.ratioAtoms().length + spec.atoms().length + i : -1;
        }
        assertThat(mixture.code.token(v, divisor)).as("%d by %d", v, divisor).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsOfOneRangeAndDivisorShareAMask(long seed) {
    var mixture = new RandomMixtures(seed);
    for (int r = 0; r < 200; r++) {
      RowRanges row = mixture.row();
      float[] expected = new float[mixture.code.components()];
      mixture.code.possible(row, expected);
      var numbered = new RowRanges(mixture.spec.relatives());
      int number = (int) (row.low() * 1000 + row.high());
      numbered.start(row.low(), row.high(), row.divisor(), number);
      for (int c = 0; c < mixture.spec.relatives(); c++) {
        numbered.relative(c, row.relativeLow(c), row.relativeHigh(c));
      }
      for (int again = 0; again < 2; again++) {
        float[] allowed = new float[expected.length];
        mixture.code.possible(numbered, allowed);
        assertThat(allowed).containsExactly(expected);
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void intervalDrawsFollowTheirDensity(boolean logarithmic) {
    var spec =
        new MixtureSpec(
            0,
            new long[0],
            new long[0],
            new long[0],
            new long[] {3, 400},
            1,
            0,
            logarithmic,
            0,
            1,
            3,
            399);
    var code = new MixtureCode(spec);
    var row = new RowRanges(0);
    row.start(5, 300);
    var random = new SplittableRandom(2);
    int n = 20_000;
    int[] counts = new int[301];
    for (int i = 0; i < n; i++) {
      counts[(int) code.draw(0, 0, 1, row, random)]++;
    }
    double seen = 0;
    double expected = 0;
    for (int v = 5; v <= 300; v++) {
      var target = new Target(1);
      code.cover(v, row, target);
      seen += counts[v];
      expected += Math.exp(target.logDensity(0));
      assertThat(seen / n).isCloseTo(expected, within(0.019)); // as above
    }
  }

  @Test
  void pointsOnlyLeavesPointMasses() {
    var spec =
        new MixtureSpec(
            1,
            new long[0],
            new long[] {4},
            new long[0],
            new long[] {0, 9},
            1,
            1,
            false,
            0,
            1,
            0,
            8);
    var code = new MixtureCode(spec);
    var row = new RowRanges(1);
    row.start(0, 8);
    row.point(0, 5);
    row.pointsOnly();
    assertThat(new boolean[] {possible(code, 0, row), possible(code, 1, row)}).containsOnly(true);
    assertThat(new boolean[] {possible(code, 2, row), possible(code, 3, row)}).containsOnly(false);
  }

  @Test
  void whereThereAreOnlyPointMassesTheNextOneStandsForAValue() {
    var spec =
        new MixtureSpec(
            0, new long[0], new long[] {2, 5}, new long[0], new long[0], 1, 0, false, 0, 1, 2, 5);
    var code = new MixtureCode(spec);
    var row = new RowRanges(0);
    row.start(2, 5);
    for (int v = 0; v < 9; v++) {
      var target = new Target(2);
      code.cover(v, row, target);
      assertThat(target.count()).isEqualTo(1);
      assertThat(target.component(0)).isEqualTo(v <= 2 ? 0 : 1);
    }
  }

  @Test
  void valueOutsideTheDataCountsAsTheNearest() {
    var spec =
        new MixtureSpec(
            0,
            new long[0],
            new long[] {9},
            new long[0],
            new long[] {2, 5, 10},
            1,
            0,
            false,
            0,
            1,
            2,
            9);
    var code = new MixtureCode(spec);
    var row = new RowRanges(0);
    row.start(2, 9);
    var target = new Target(3);
    code.cover(1_000_000, row, target);
    assertThat(target.count()).isEqualTo(2);
    assertThat(target.component(0)).isEqualTo(0);
    assertThat(target.component(1)).isEqualTo(2);
    assertThat(target.logDensity(1)).isCloseTo((float) Math.log(1 / 5.0), within(1e-6f));
  }

  /** 600 bytes are an exact size of 3 packets and of 5, not of 4. */
  @Test
  void anExactSizeGoesWithItsDivisor() {
    var spec =
        new MixtureSpec(
            0,
            new long[0],
            new long[] {500, 600, 600},
            new long[] {2, 3, 5},
            new long[] {0, 1_000 * 64},
            64,
            0,
            true,
            0,
            1,
            0,
            1_000);
    var code = new MixtureCode(spec);
    var row = new RowRanges(0);
    for (int packets = 2; packets <= 5; packets++) {
      row.start(0, 1_000, packets, 0);
      int expected = packets == 3 ? 1 : packets == 5 ? 2 : 3;
      assertThat(code.token(600, packets)).isEqualTo(expected);
      assertThat(code.mostSpecific(600, row)).isEqualTo(expected);
      assertThat(possible(code, 1, row)).isEqualTo(packets == 3);
      assertThat(possible(code, 2, row)).isEqualTo(packets == 5);
    }
  }

  private static boolean possible(MixtureCode code, int component, RowRanges row) {
    float[] allowed = new float[code.components()];
    code.possible(row, allowed);
    return allowed[component] > 0;
  }
}
