package io.stanflow.codec;

/**
 * How often two things come together of which is known how often each comes, and which never come
 * together: as evenly as that allows (iterative proportional fitting).
 */
final class JointShares {
  private static final int ROUNDS = 50;
  private final double[][] joint;

  /**
   * @param allowed by row and column, whether the two come together
   * @param rows shares of the rows
   * @param columns shares of the columns
   */
  JointShares(boolean[][] allowed, double[] rows, double[] columns) {
    joint = new double[rows.length][columns.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < columns.length; c++) {
        joint[r][c] = allowed[r][c] ? rows[r] * columns[c] : 0;
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int r = 0; r < rows.length; r++) {
        scaleRow(r, rows[r]);
      }
      for (int c = 0; c < columns.length; c++) {
        scaleColumn(c, columns[c]);
      }
    }
  }

  private void scaleRow(int r, double to) {
    double sum = 0;
    for (double share : joint[r]) {
      sum += share;
    }
    for (int c = 0; c < joint[r].length && sum > 0; c++) {
      joint[r][c] *= to / sum;
    }
  }

  private void scaleColumn(int c, double to) {
    double sum = column(c);
    for (int r = 0; r < joint.length && sum > 0; r++) {
      joint[r][c] *= to / sum;
    }
  }

  private double column(int c) {
    double sum = 0;
    for (double[] row : joint) {
      sum += row[c];
    }
    return sum;
  }

  /** What each column's share is multiplied by where each row's is multiplied by its factor. */
  double[] reweighed(double[] factors) {
    double[] changed = new double[joint[0].length];
    for (int c = 0; c < changed.length; c++) {
      double after = 0;
      for (int r = 0; r < joint.length; r++) {
        after += joint[r][c] * factors[r];
      }
      double before = column(c);
      changed[c] = before == 0 ? 1 : after / before;
    }
    return changed;
  }
}
