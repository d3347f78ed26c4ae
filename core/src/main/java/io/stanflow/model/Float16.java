package io.stanflow.model;

/** IEEE 754 binary16, to halve the model file; the JDK converts only from version 20 on. */
final class Float16 {
  private Float16() {}

  /** Nearest binary16, ties to even; beyond ±65504 infinite. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude >= 0x7f800000) {
      return (short) (sign | 0x7c00 | (magnitude > 0x7f800000 ? 0x200 : 0));
    }
    if (magnitude >= 0x38800000) { // normal: move the exponent, then round away 13 bits
      int rebased = magnitude - 0x38000000;
      int rounded = (rebased + 0xfff + (rebased >>> 13 & 1)) >>> 13;
      return (short) (sign | Math.min(rounded, 0x7c00));
    }
    return (short) (sign | (int) Math.rint(Math.scalb(Float.intBitsToFloat(magnitude), 24)));
  }

  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = Math.scalb((float) fraction, -24);
      return sign == 0 ? magnitude : -magnitude;
    }
    int top = exponent == 31 ? 0x7f800000 : (exponent + 112) << 23;
    return Float.intBitsToFloat(sign | top | (fraction << 13));
  }
}
