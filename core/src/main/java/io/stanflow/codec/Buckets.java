package io.stanflow.codec;

/** Buckets of the time since an earlier flow. */
final class Buckets {
  /** Upper ends, seconds, of all buckets but the last; the first holds exactly 0. */
  private static final double[] SECONDS = {
    0, 0.001, 0.01, 0.1, 0.999999, 1.999999, 2.999999, 5.999999, 13, 30, 46, 76, 181, 401, 1801
  };

  static final int BUCKETS = SECONDS.length + 1;
  private final long[] ends = new long[SECONDS.length];

  Buckets(double unitsPerSecond) {
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (long) Math.floor(SECONDS[i] * unitsPerSecond);
    }
  }

  /** Bucket of an age in clock units. */
  int bucket(long age) {
    return bucket(age, 0);
  }

  /** Likewise, where the bucket is known to be at least {@code bucket}. */
  int bucket(long age, int bucket) {
    while (bucket < ends.length && age > ends[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** Bucket of a number of flows, at least 1: 1, 2, 4, 8, 16, 64, 256, more. */
  static int countBucket(int flows) {
    return flows <= 1 ? 0 : flows > 256 ? 7 : flows > 64 ? 6 : flows > 16 ? 5 : log2Ceil(flows);
  }

  private static int log2Ceil(int n) {
    return 32 - Integer.numberOfLeadingZeros(n - 1);
  }

  static final int COUNTS = 8;
}
