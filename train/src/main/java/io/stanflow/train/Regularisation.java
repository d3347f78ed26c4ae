package io.stanflow.train;

import java.util.Random;

/**
 * What keeps the network from learning its training hosts by heart: Gaussian noise on the profile
 * vector of each chunk, and dropout of the decoder's state (Srivastava et al., JMLR 15, 2014), one
 * mask for all heads of a row. Random numbers are drawn outside the engine, so runs repeat.
 */
final class Regularisation {
  private final double profileNoise;
  private final double dropout;
  private final Random random;

  /**
   * @param profileNoise standard deviation, in those of the features over hosts
   * @param dropout share of the state's entries that a row loses
   */
  Regularisation(double profileNoise, double dropout, long seed) {
    this.profileNoise = profileNoise;
    this.dropout = dropout;
    random = new Random(seed);
  }

  void addNoise(float[] vectors) {
    for (int i = 0; profileNoise > 0 && i < vectors.length; i++) {
      vectors[i] += (float) (profileNoise * random.nextGaussian());
    }
  }

  /** 0 or 1 / (1 − dropout) for each entry; null without dropout. */
  float[] mask(int size) {
    if (dropout == 0) {
      return null;
    }
    float[] mask = new float[size];
    for (int i = 0; i < size; i++) {
      mask[i] = random.nextFloat() < dropout ? 0 : (float) (1 / (1 - dropout));
    }
    return mask;
  }
}
