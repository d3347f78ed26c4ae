package io.stanflow.fit;

import io.stanflow.codec.spec.ProfileFeatures;

/** Where hosts lie by the features of a codec: the vector of their profile, and their position. */
final class ProfileSpace {
  /** A standard deviation of log volume, in Hellinger distance. */
  private static final double VOLUME_WEIGHT = 0.15;

  /** Components of the vector that are no token's: volume, variety. */
  static final int BARE = 2;

  private final ProfileFeatures features;
  private final HostRhythm rhythms;

  ProfileSpace(ProfileFeatures features, HostRhythm rhythms) {
    this.features = features;
    this.rhythms = rhythms;
  }

  /** Square root of a token's frequency. */
  static double root(HostProfile host, int group, int token) {
    return Math.sqrt((double) host.tokens()[group][token] / host.rows());
  }

  /** Natural log of peers per flow. */
  static double variety(HostProfile host) {
    return Math.log((host.peers() + 1.0) / host.rows());
  }

  /** The profile vector of a host. */
  float[] vector(HostProfile host) {
    float[] vector = new float[features.size()];
    for (int i = 0; i < vector.length; i++) {
      double value =
          switch (i) {
            case 0 -> rhythms.logVolume(host);
            case 1 -> variety(host);
            default -> root(host, features.groups()[i - BARE], features.tokens()[i - BARE]);
          };
      vector[i] = (float) ((value - features.means()[i]) / features.spreads()[i]);
    }
    return vector;
  }

  /**
   * Where a host, or a blend, lies among others when similar ones are sought: token frequencies on
   * the scale of the Hellinger distance, so that what a host mostly does counts most, and a little
   * of its volume. Linear, so the position of a blend is the mean of its hosts' positions.
   *
   * @param vector of its profile
   */
  float[] position(float[] vector) {
    float[] position = vector.clone();
    for (int i = 0; i < position.length; i++) {
      position[i] *= (float) (i < BARE ? VOLUME_WEIGHT : features.spreads()[i]);
    }
    return position;
  }
}
