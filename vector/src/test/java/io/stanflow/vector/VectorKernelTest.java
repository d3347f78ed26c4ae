package io.stanflow.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.model.Kernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernel against its plain twin: not one bit may differ. */
class VectorKernelTest {
  private static final float BEYOND = 12345;
  private final Kernel plain = Kernel.plain();
  private final Kernel vector = new VectorKernel();

  /** Random numbers of many sizes, then one that no kernel may touch. */
  private static float[] numbers(int n, SplittableRandom random) {
    float[] numbers = new float[n + 1];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 2)));
    }
    numbers[n] = BEYOND;
    return numbers;
  }

  @Test
  void isTheOneThatIsFound() {
    assertThat(Kernel.best()).isInstanceOf(VectorKernel.class);
    assertThat(vector.name()).startsWith("Vector API, ");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void affineIsTheSame(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      int rows = random.nextInt(0, 70);
      int in = random.nextInt(1, 140);
      int out = random.nextInt(1, 150);
      float[] x = numbers(rows * in, random);
      float[] w = numbers(in * out, random);
      float[] b = numbers(out, random);
      float[] expected = numbers(rows * out, random);
      float[] actual = numbers(rows * out, random);
      plain.affine(x, rows, in, w, b, out, expected);
      vector.affine(x, rows, in, vector.arrange(w, in, out), b, out, actual);
      assertThat(actual).as("%d × %d × %d", rows, in, out).containsExactly(expected);
    }
  }

  @Test
  void functionsAreTheSameFromOneEndToTheOther() {
    int n = 200_001;
    float[] x = new float[n];
    for (int i = 0; i < n - 3; i++) {
      x[i] = (i - n / 2) * 0.001f; // -100 to 100
    }
    x[n - 3] = Float.NEGATIVE_INFINITY;
    x[n - 2] = Float.POSITIVE_INFINITY;
    x[n - 1] = Float.NaN;
    same(x, plain::silu, vector::silu);
  }

  private interface InPlace {
    void run(float[] x, int n);
  }

  /** At all places within a vector, so that vectors and what is left over see every number. */
  private static void same(float[] x, InPlace plain, InPlace vector) {
    for (int left = 0; left < 17; left++) {
      float[] expected = Arrays.copyOfRange(x, left, x.length);
      float[] actual = expected.clone();
      int n = expected.length - left;
      plain.run(expected, n);
      vector.run(actual, n);
      assertThat(Arrays.equals(actual, expected)).isTrue();
      assertThat(actual[0]).isNotEqualTo(x[left]);
    }
  }

  /** Every exponent from 0 to -100, and rows of many lengths, in all of which some are left out. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void weightsAreTheSame(long seed) {
    var random = new SplittableRandom(seed);
    int longest = 100_000;
    IntStream short_ = IntStream.range(1, 40).map(i -> Kernel.STRIDE * i);
    for (int n : IntStream.concat(short_, IntStream.of(longest)).toArray()) {
      float[] x = new float[n + 3];
      float[] allowed = new float[n];
      for (int i = 0; i < n; i++) {
        x[3 + i] = n == longest ? -0.001f * i : (float) (5 * random.nextGaussian());
        allowed[i] = random.nextInt(3) > 0 ? 1 : 0;
      }
      float[] expected = numbers(n, random);
      float[] actual = expected.clone();
      float[] expectedSums = numbers(Kernel.STRIDE, random);
      float[] actualSums = numbers(Kernel.STRIDE, random);
      plain.weigh(x, 3, n, allowed, expected, expectedSums);
      vector.weigh(x, 3, n, allowed, actual, actualSums);
      assertThat(actual).as("%d weights", n).containsExactly(expected);
      assertThat(actualSums).as("%d weights", n).containsExactly(expectedSums);
      assertThat(actual[n]).isEqualTo(BEYOND);
    }
  }

  @Test
  void sumsOfRowsAreTheSame() {
    var random = new SplittableRandom(6);
    for (int n = 1; n < 80; n++) {
      float[] w = numbers(9 * n, random);
      int[] starts = {4 * n, 0, 8 * n, 2 * n, 1};
      float[] expected = numbers(n + 5, random);
      float[] actual = expected.clone();
      plain.addRows(w, starts, 4, n, expected, 5);
      vector.addRows(w, starts, 4, n, actual, 5);
      float[] factors = numbers(4, random);
      plain.addScaledRows(factors, w, starts, 4, n, expected, 5);
      vector.addScaledRows(factors, w, starts, 4, n, actual, 5);
      assertThat(actual).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 24, 64, 100})
  void gatesAreTheSame(int width) {
    var random = new SplittableRandom(width);
    int rows = 7;
    float[] gates = numbers(2 * rows * width, random);
    float[] expected = numbers(rows * width, random);
    float[] actual = numbers(rows * width, random);
    plain.gate(gates.clone(), rows, width, expected);
    vector.gate(gates, rows, width, actual);
    assertThat(actual).containsExactly(expected);
    assertThat(actual[rows * width]).isEqualTo(BEYOND);
  }

  @Test
  void sumsAreTheSame() {
    var random = new SplittableRandom(4);
    for (int n = 0; n < 80; n++) {
      float[] w = numbers(n + 3, random);
      float[] expected = numbers(n + 5, random);
      float[] actual = expected.clone();
      plain.add(w, 1, n, expected, 5);
      vector.add(w, 1, n, actual, 5);
      assertThat(actual).containsExactly(expected);
    }
  }
}
