package io.stanflow.evaluate.learn;

import java.util.Arrays;

/**
 * Examples for a learner.
 *
 * @param values row after row; NaN for missing
 */
record Matrix(float[] values, int rows, int columns) {

  static Matrix zeros(int rows, int columns) {
    return new Matrix(new float[Math.multiplyExact(rows, columns)], rows, columns);
  }

  float get(int row, int column) {
    return values[row * columns + column];
  }

  void set(int row, int column, float value) {
    values[row * columns + column] = value;
  }

  /** Rows from one to before another. */
  Matrix rows(int from, int to) {
    return new Matrix(Arrays.copyOfRange(values, from * columns, to * columns), to - from, columns);
  }

  /** Both, this one's rows first. */
  Matrix and(Matrix other) {
    Matrix both = zeros(rows + other.rows, columns);
    System.arraycopy(values, 0, both.values, 0, values.length);
    System.arraycopy(other.values, 0, both.values, values.length, other.values.length);
    return both;
  }

  /** Mean 0 and variance 1 in each column by this matrix, NaN as the mean, for any other. */
  Scale scale() {
    double[] means = new double[columns];
    double[] deviations = new double[columns];
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (int row = 0; row < rows; row++) {
        float value = get(row, column);
        if (!Float.isNaN(value)) {
          sum += value;
          squares += (double) value * value;
          n++;
        }
      }
      means[column] = n == 0 ? 0 : sum / n;
      double variance = n == 0 ? 0 : squares / n - means[column] * means[column];
      deviations[column] = variance > 1e-9 ? Math.sqrt(variance) : 1; // below: rounding, constant
    }
    return new Scale(means, deviations);
  }

  /** An affine map of each column. */
  record Scale(double[] means, double[] deviations) {
    Matrix apply(Matrix matrix) {
      Matrix scaled = zeros(matrix.rows, matrix.columns);
      for (int row = 0; row < matrix.rows; row++) {
        for (int column = 0; column < matrix.columns; column++) {
          float value = matrix.get(row, column);
          double z = (value - means[column]) / deviations[column];
          scaled.set(row, column, Float.isNaN(value) ? 0 : (float) z);
        }
      }
      return scaled;
    }
  }
}
