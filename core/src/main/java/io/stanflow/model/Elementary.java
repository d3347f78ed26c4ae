package io.stanflow.model;

/** Elementary functions in float, fast and the same on every JDK. */
public final class Elementary {
  private static final float LOG2_E = 1.442695f;

  private Elementary() {}

  /**
   * e^x to a relative error below 2e-7: 2^k · 2^f with a Taylor polynomial of degree 7 for |f| ≤ ½;
   * 0 below -87.3 and the largest float above 88.
   */
  public static float exp(float x) {
    if (x < -87.3f) {
      return 0;
    }
    float t = Math.min(x, 88) * LOG2_E;
    int k = (int) (t + (t < 0 ? -0.5f : 0.5f));
    // the fraction in two parts of ln 2, so that no digits are lost for large x
    float f = Math.min(x, 88) - k * 0.6933594f + k * 2.1219444e-4f;
    float p = 1.984127e-4f;
    p = p * f + 1.3888889e-3f;
    p = p * f + 8.333333e-3f;
    p = p * f + 4.1666668e-2f;
    p = p * f + 1.6666667e-1f;
    p = p * f + 0.5f;
    p = p * f + 1;
    p = p * f + 1;
    return p * Float.intBitsToFloat((k + 127) << 23);
  }

  static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  static float tanh(float x) {
    float e = exp(-2 * Math.abs(x));
    float magnitude = (1 - e) / (1 + e);
    return x < 0 ? -magnitude : magnitude;
  }
}
