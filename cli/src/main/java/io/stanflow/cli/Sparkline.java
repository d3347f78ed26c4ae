package io.stanflow.cli;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers as a line of blocks of different height. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int MOST = 60;

  private Sparkline() {}

  /**
   * A block for each number or, of more than 60, for the mean of as many each time.
   *
   * @param low what the lowest block stands for
   */
  static String of(double low, double... numbers) {
    double[] means = means(numbers);
    double range = Math.max(Double.MIN_NORMAL, Arrays.stream(means).max().orElse(low) - low);
    return Arrays.stream(means)
        .mapToObj(mean -> BLOCKS.charAt((int) ((mean - low) * (BLOCKS.length() - 1) / range)))
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  private static double[] means(double... numbers) {
    int each = Math.max(1, (numbers.length + MOST - 1) / MOST);
    return IntStream.range(0, (numbers.length + each - 1) / each)
        .mapToObj(c -> Arrays.stream(numbers, c * each, Math.min(numbers.length, (c + 1) * each)))
        .mapToDouble(column -> column.average().orElseThrow())
        .toArray();
  }

  /** Whether the terminal's character set has the blocks. */
  static boolean isShown() {
    return Charset.defaultCharset().newEncoder().canEncode(BLOCKS);
  }
}
