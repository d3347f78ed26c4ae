package io.stanflow.evaluate.learn;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Nearest neighbours by Euclidean distance, over all pairs. */
final class Neighbors {
  private Neighbors() {}

  /**
   * Squared distances of a row from all rows of another matrix.
   *
   * @param into takes them, one for each row of {@code others}
   */
  static void distances(Matrix from, int row, Matrix others, float[] into) {
    float[] a = from.values();
    float[] b = others.values();
    int columns = from.columns();
    for (int other = 0; other < others.rows(); other++) {
      float sum = 0;
      for (int i = 0; i < columns; i++) {
        float difference = a[row * columns + i] - b[other * columns + i];
        sum += difference * difference;
      }
      into[other] = sum;
    }
  }

  /** Squared distance of each row of {@code from} to the nearest row of {@code others}. */
  static float[] nearest(Matrix from, Matrix others) {
    float[] nearest = new float[from.rows()];
    IntStream.range(0, from.rows())
        .parallel()
        .forEach(
            row -> {
              float[] distances = new float[others.rows()];
              distances(from, row, others, distances);
              float least = Float.POSITIVE_INFINITY;
              for (float distance : distances) {
                least = Math.min(least, distance);
              }
              nearest[row] = least;
            });
    return nearest;
  }

  /** Squared distance of each row to its {@code k}-th nearest other row. */
  static float[] radii(Matrix rows, int k) {
    float[] radii = new float[rows.rows()];
    IntStream.range(0, rows.rows())
        .parallel()
        .forEach(
            row -> {
              float[] distances = new float[rows.rows()];
              distances(rows, row, rows, distances);
              Arrays.sort(distances);
              radii[row] = distances[Math.min(k, distances.length - 1)]; // [0] is the row itself
            });
    return radii;
  }
}
