package io.stanflow.baseline;

/**
 * The grid that an attribute's values lie on.
 *
 * @param step distance of neighbours on the grid; 0 if there is none
 * @param decimals decimal places of the step
 */
record Unit(double step, int decimals) {
  /** Any real number. */
  static final Unit NONE = new Unit(0, 0);

  private static final int MOST_DECIMALS = 6;

  /** Multiples of a whole number. */
  static Unit whole(long step) {
    return new Unit((double) step, 0);
  }

  /** The unit of real numbers with so many decimal places, {@link #NONE} for more than six. */
  static Unit decimal(int decimals) {
    return decimals > MOST_DECIMALS ? NONE : new Unit(Math.pow(10, -decimals), decimals);
  }

  /** Decimal places of a number, at least {@code least}; seven stand for more than six. */
  static int decimals(double value, int least) {
    int decimals = least;
    while (decimals <= MOST_DECIMALS && round(value, decimals) != value) {
      decimals++;
    }
    return decimals;
  }

  /**
   * The value of the grid at share {@code uniform} of the way.
   *
   * @param least on the grid
   * @param greatest on the grid, at least {@code least}
   * @param uniform in [0, 1); uniform ones make each value from least to greatest equally likely
   */
  double between(double least, double greatest, double uniform) {
    if (step == 0) {
      return least + uniform * (greatest - least);
    }
    double values = Math.rint((greatest - least) / step) + 1;
    return Math.min(greatest, round(least + Math.floor(uniform * values) * step, decimals));
  }

  private static double round(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    double scaled = Math.rint(value * scale);
    return Double.isInfinite(scaled) ? value : scaled / scale;
  }
}
