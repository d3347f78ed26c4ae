package io.stanflow.codec.mixture;

import io.stanflow.codec.spec.MixtureSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Mixtures of every shape, and rows that cut them. */
final class RandomMixtures {
  private static final int MOST = 60;
  private final SplittableRandom random;
  final MixtureSpec spec;
  final MixtureCode code;

  RandomMixtures(long seed) {
    random = new SplittableRandom(seed);
    boolean ratio = random.nextBoolean();
    long min = ratio ? 0 : random.nextInt(5);
    long max = min + random.nextInt(MOST);
    long resolution = ratio ? 64 : 1;
    boolean intervals = ratio || random.nextInt(4) > 0;
    long[] atoms = distinct(intervals ? random.nextInt(6) : 1 + random.nextInt(6), min, max + 1);
    boolean paired = ratio && random.nextBoolean();
    if (paired) { // the same values again with other divisors
      atoms = Arrays.stream(atoms).flatMap(a -> LongStream.of(a, a)).toArray();
    }
    long[] divisors = new long[paired ? atoms.length : 0];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = i % 2 == 0 ? 1 + random.nextLong(3) : 4 + random.nextLong(4);
    }
    spec =
        new MixtureSpec(
            random.nextInt(5),
            ratio ? distinct(random.nextInt(4), 0, 9) : new long[0],
            atoms,
            divisors,
            intervals ? edges(min * resolution, (max + 1) * resolution) : new long[0],
            resolution,
            random.nextInt(3) + (intervals ? 0 : 1),
            random.nextBoolean(),
            random.nextDouble(3),
            0.3 + random.nextDouble(3),
            min,
            max);
    code = new MixtureCode(spec);
  }

  private long[] distinct(int n, long from, long to) {
    return random.longs(n, from, to).sorted().distinct().toArray();
  }

  private long[] edges(long from, long to) {
    long[] inner = distinct(random.nextInt(5), from, to);
    long[] all = Arrays.copyOf(inner, inner.length + 2);
    all[inner.length] = from;
    all[inner.length + 1] = to;
    return Arrays.stream(all).sorted().distinct().toArray();
  }

  /** A row whose hard range lies in the data's range. */
  RowRanges row() {
    var row = new RowRanges(spec.relatives());
    long low = random.nextLong(spec.min(), spec.max() + 1);
    long high = random.nextLong(low, spec.max() + 1);
    row.start(low, high, spec.resolution() == 1 ? 1 : 1 + random.nextInt(7), -1);
    for (int c = 0; c < spec.relatives(); c++) {
      if (random.nextInt(3) == 0) {
        row.point(c, random.nextLong(spec.max() + 3));
      } else if (random.nextBoolean()) {
        long from = random.nextLong(-3, spec.max() + 1);
        row.relative(c, from, from + random.nextInt(8));
      }
    }
    return row;
  }

  /** First free component. */
  int fixed() {
    return code.components() - spec.free();
  }

  /** All components that cover a value, with their densities; the others NaN. */
  double[] densities(long value, RowRanges row) {
    var target = new Target(code.components());
    code.cover(value, row, target);
    double[] densities = new double[code.components()];
    Arrays.fill(densities, Double.NaN);
    for (int i = 0; i < target.count(); i++) {
      densities[target.component(i)] = Math.exp(target.logDensity(i));
    }
    return densities;
  }
}
