package io.stanflow.generate;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How users write what a {@link Scenario} is of, wherever they do. */
public final class ScenarioText {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Pattern SHARE = Pattern.compile("(.+):(\\d{1,3}(?:\\.\\d{1,9})?%)");
  private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?%");
  private static final Pattern HOURS = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");
  private static final Pattern OFFSET = Pattern.compile(".*T.*([+-].*|Z)");
  private static final Pattern WHOLE = Pattern.compile("(" + PART.pattern() + ")+");

  private ScenarioText() {}

  /**
   * A span such as {@code 90s}, {@code 1h30m}, {@code 2d} or ISO 8601's {@code PT16H}.
   *
   * @throws IllegalArgumentException if it is none, or not above 0
   */
  public static Duration span(String text) {
    Duration span = Duration.ZERO;
    if (WHOLE.matcher(text).matches()) {
      Matcher part = PART.matcher(text);
      while (part.find()) {
        long count = Long.parseLong(part.group(1));
        span = span.plus(unit(part.group(2)).multipliedBy(count));
      }
    } else {
      span = parse(text);
    }
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("'" + text + "' is not above 0");
    }
    return span;
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static Duration parse(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no span; write 90s, 15m, 16h or 2d", e);
    }
  }

  /**
   * An instant such as {@code 2016-04-11}, {@code 2016-04-11T08:00:00Z} or {@code …+02:00}; UTC
   * where no offset is given.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static OffsetDateTime moment(String text) {
    try {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
      }
      boolean offset = OFFSET.matcher(text).matches();
      return offset
          ? OffsetDateTime.parse(text)
          : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no instant; write 2016-04-11 or 2016-04-11T08:00:00Z", e);
    }
  }

  /**
   * A number of hosts, or {@code all}, which is 0.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static int hosts(String text) {
    if (text.equals("all")) {
      return 0;
    }
    try {
      int hosts = Integer.parseInt(text);
      if (hosts >= 1) {
        return hosts;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("'" + text + "' is neither a number >= 1 nor 'all'");
  }

  /**
   * Shares of words, such as {@code label=attack:20%}, {@code label=attack} for all flows or {@code
   * label=dos:5%,scan:2.5%}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static List<Share> shares(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' names no shares; write label=attack:20% or label=dos:5%,scan:2%");
    }
    String attribute = text.substring(0, equals).strip();
    List<Share> shares = new ArrayList<>();
    for (String part : text.substring(equals + 1).split(",", -1)) {
      shares.add(share(attribute, part.strip()));
    }
    return shares;
  }

  private static Share share(String attribute, String part) {
    Matcher stated = SHARE.matcher(part);
    return stated.matches()
        ? share(attribute, stated.group(1), stated.group(2))
        : new Share(attribute, part, 1);
  }

  /**
   * The share of a word, such as {@code 20%}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Share share(String attribute, String word, String percent) {
    if (!PERCENT.matcher(percent).matches()) {
      throw new IllegalArgumentException("'" + percent + "' is no share; write 20% or 2.5%");
    }
    String number = percent.substring(0, percent.length() - 1);
    return new Share(attribute, word, Double.parseDouble(number) / 100);
  }

  /**
   * Working hours such as {@code 08:00-18:00} or {@code 22:00-06:00}, on these days.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static WorkingHours hours(String text, Set<DayOfWeek> days) {
    Matcher span = HOURS.matcher(text);
    if (!span.matches()) {
      throw new IllegalArgumentException("'" + text + "' are no hours; write 08:00-18:00");
    }
    String to = span.group(2).equals("24:00") ? "00:00" : span.group(2);
    return new WorkingHours(time(span.group(1)), time(to), days);
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time of day; write 14:30", e);
    }
  }

  /**
   * Days such as {@code mon-fri}, {@code saturday} or {@code mon,wed}.
   *
   * @throws IllegalArgumentException if one is none
   */
  public static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      DayOfWeek last = day(ends[ends.length - 1]);
      DayOfWeek day = day(ends[0]);
      for (days.add(day); day != last; day = day.plus(1)) {
        days.add(day.plus(1));
      }
    }
    return days;
  }

  /**
   * A day of the week by its English name, or the first three letters or more of it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static DayOfWeek day(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    return Stream.of(DayOfWeek.values())
        .filter(day -> name.length() >= 3 && day.name().startsWith(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' is no day; write mon, or sunday"));
  }

  /**
   * A time in a scenario: {@code 14:00}, the first one by the hosts' clock that is not before the
   * start, or an instant, by their clock unless it has an offset.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Instant at(String text, Scenario scenario) {
    LocalDateTime start = LocalDateTime.ofInstant(scenario.start(), scenario.zone());
    if (text.indexOf('T') < 0) {
      LocalDateTime first = start.toLocalDate().atTime(time(text));
      return (first.isBefore(start) ? first.plusDays(1) : first).toInstant(scenario.zone());
    }
    boolean offset = OFFSET.matcher(text).matches();
    return moment(offset ? text : text + scenario.zone().getId()).toInstant();
  }
}
