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
   * The largest exponents of {@link #gate}: beyond it tanh is −1 to the last bit, σ below 1e-13.
   */
  public static final float MOST_OF_GATE = 30;

  /**
   * e^x to a relative error below 2e-7: 2^k · 2^f with a Taylor polynomial of degree 7 for |f| ≤ ½.
   */
  public static float exp(float x) {
    float cut = Math.max(Math.min(x, MOST), LEAST);
    float rounded = Math.fma(cut, LOG2_E, ROUNDING);
    float k = rounded - ROUNDING;
    float f = Math.fma(k, LN2_LOW, Math.fma(k, -LN2_HIGH, cut));
    float p = Math.fma(TAYLOR_7, f, TAYLOR_6);
    p = Math.fma(p, f, TAYLOR_5);
    p = Math.fma(p, f, TAYLOR_4);
    p = Math.fma(p, f, TAYLOR_3);
    p = Math.fma(p, f, 0.5f);
    p = Math.fma(p, f, 1);
    p = Math.fma(p, f, 1);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) + 127) << 23);
  }

  /** x · σ(x). */
  public static float silu(float x) {
    return x / (1 + exp(-x));
  }

  /** tanh(a) · σ(b) by one division: (1 − e^−2a) / ((1 + e^−2a) · (1 + e^−b)). */
  public static float gate(float a, float b) {
    float u = exp(Math.min(-2 * a, MOST_OF_GATE));
    float v = exp(Math.min(-b, MOST_OF_GATE));
    return (1 - u) / ((1 + u) * (1 + v));
  }
}
