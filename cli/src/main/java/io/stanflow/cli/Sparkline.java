package io.stanflow.cli;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers as a line of blocks of different height. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * A block for each number.
   *
   * @param low what the lowest block stands for
   */
  static String of(double low, double... numbers) {
    double high = Arrays.stream(numbers).max().orElse(low);
    double range = Math.max(Double.MIN_NORMAL, high - low);
    return Arrays.stream(numbers)
        .mapToObj(number -> BLOCKS.charAt((int) ((number - low) * (BLOCKS.length() - 1) / range)))
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  /** Whether the terminal's character set has the blocks. */
  static boolean isShown() {
    return Charset.defaultCharset().newEncoder().canEncode(BLOCKS);
  }
}
