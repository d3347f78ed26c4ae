package io.stanflow.flow;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a table writes a time, in the directives of C's {@code strptime}: {@code %d/%m/%Y %H:%M}. One
 * with {@code %S} also stands for times with a fraction of a second. Times are UTC.
 *
 * @param text of the pattern
 */
public record TimePattern(String text) {
  private static final Map<String, ChronoField> NUMBERS =
      Map.of(
          "Y", ChronoField.YEAR,
          "m", ChronoField.MONTH_OF_YEAR,
          "d", ChronoField.DAY_OF_MONTH,
          "H", ChronoField.HOUR_OF_DAY,
          "I", ChronoField.CLOCK_HOUR_OF_AMPM,
          "M", ChronoField.MINUTE_OF_HOUR,
          "S", ChronoField.SECOND_OF_MINUTE);

  /** One of each is needed to know a day; the rest of a time may be missing and is 0. */
  private static final List<String> DATE = List.of("%Y", "%d");

  private static final int LONGEST = 64;

  /**
   * Takes {@code %Y %m %d %H %I %M %S %p %b %%}, numbers also without leading zeros as {@code %-d}.
   *
   * @throws IllegalArgumentException if there is another directive, or no day
   */
  public TimePattern {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("the pattern is longer than " + LONGEST);
    }
    formatter(text, 0);
    String padded = text.replace("%-", "%");
    boolean month = padded.contains("%m") || padded.contains("%b");
    if (!month || !DATE.stream().allMatch(padded::contains)) {
      throw new IllegalArgumentException("'" + text + "' lacks %Y, %m or %d");
    }
  }

  /**
   * Prints times.
   *
   * @param decimals of a second, 0 to 6
   */
  public DateTimeFormatter formatter(int decimals) {
    return formatter(text, decimals);
  }

  /** The text of a time in µs since 1970. */
  public static String print(long micros, DateTimeFormatter formatter) {
    long second = Math.floorDiv(micros, 1_000_000L);
    int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1000;
    return formatter.format(LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC));
  }

  private static DateTimeFormatter formatter(String text, int decimals) {
    var builder = new DateTimeFormatterBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) != '%') {
        builder.appendLiteral(text.charAt(at));
        continue;
      }
      boolean bare = text.startsWith("%-", at);
      at += bare ? 2 : 1;
      append(builder, at < text.length() ? text.substring(at, at + 1) : "", bare, decimals);
    }
    return builder.toFormatter(Locale.ROOT);
  }

  private static void append(
      DateTimeFormatterBuilder builder, String directive, boolean bare, int decimals) {
    ChronoField number = NUMBERS.get(directive);
    if (number != null) {
      int width = number == ChronoField.YEAR ? 4 : 2;
      if (bare) {
        builder.appendValue(number);
      } else {
        builder.appendValue(number, width);
      }
      if (number == ChronoField.SECOND_OF_MINUTE && decimals > 0) {
        builder.appendFraction(ChronoField.NANO_OF_SECOND, decimals, decimals, true);
      }
    } else if (directive.equals("p")) {
      builder.appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, "AM", 1L, "PM"));
    } else if (directive.equals("b")) {
      builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
    } else if (directive.equals("%")) {
      builder.appendLiteral('%');
    } else {
      throw new IllegalArgumentException("%" + directive + " is no part of a time's pattern");
    }
  }
}
