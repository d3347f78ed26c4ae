package io.stanflow.baseline;

import java.util.SplittableRandom;

/** Numbers in bins; inside a bin every value of the grid is equally likely. */
record Histogram(Vocabulary<Bin> bins, Unit unit) {
  /** The least and the greatest number seen in a bin. */
  record Bin(double least, double greatest) {}

  double draw(SplittableRandom random) {
    Bin bin = bins.draw(random);
    return unit.between(bin.least, bin.greatest, random.nextDouble());
  }
}
