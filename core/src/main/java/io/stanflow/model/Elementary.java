package io.stanflow.model;

/** Elementary functions in float, fast and the same on every JDK. */
public final class Elementary {
  /** Arguments of e^x are cut to [least, most], where it is a normal number. */
  public static final float LEAST = -87.3f;

  public static final float MOST = 88;

  public static final float LOG2_E = 1.442695f;

  /** 1.5 · 2^23: a small number added to it is rounded to a whole one, in its lowest bits. */
  public static final float ROUNDING = 12_582_912;

  /** ln 2 = high − low; the high part has few digits, so that its multiples are exact. */
  public static final float LN2_HIGH = 0.6933594f;

  public static final float LN2_LOW = 2.1219444e-4f;

  // 1/n!, the coefficients of the Taylor polynomial
  public static final float TAYLOR_7 = 1.984127e-4f;
  public static final float TAYLOR_6 = 1.3888889e-3f;
  public static final float TAYLOR_5 = 8.333333e-3f;
  public static final float TAYLOR_4 = 4.1666668e-2f;
  public static final float TAYLOR_3 = 1.6666667e-1f;

  private Elementary() {}

  /**
   * e^x to a relative error below 2e-7: 2^k · 2^f with a Taylor polynomial of degree 7 for |f| ≤ ½.
   */
  public static float exp(float x) {
    float cut = Math.max(Math.min(x, MOST), LEAST);
    float rounded = cut * LOG2_E + ROUNDING;
    float k = rounded - ROUNDING;
    float f = cut - k * LN2_HIGH + k * LN2_LOW;
    float p = TAYLOR_7;
    p = p * f + TAYLOR_6;
    p = p * f + TAYLOR_5;
    p = p * f + TAYLOR_4;
    p = p * f + TAYLOR_3;
    p = p * f + 0.5f;
    p = p * f + 1;
    p = p * f + 1;
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) + 127) << 23);
  }

  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  public static float tanh(float x) {
    float e = exp(-2 * Math.abs(x));
    float magnitude = (1 - e) / (1 + e);
    return x < 0 ? -magnitude : magnitude;
  }
}
