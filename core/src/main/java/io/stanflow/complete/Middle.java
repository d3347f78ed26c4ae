package io.stanflow.complete;

import java.util.random.RandomGenerator;

/** Draws the middle of everything, for values that stand for a range. */
enum Middle implements RandomGenerator {
  /** The only one. */
  DRAW;

  @Override
  public long nextLong() {
    return 0;
  }

  @Override
  public long nextLong(long bound) {
    return bound / 2;
  }

  @Override
  public int nextInt(int bound) {
    return bound / 2;
  }

  @Override
  public double nextDouble() {
    return 0.5;
  }
}
