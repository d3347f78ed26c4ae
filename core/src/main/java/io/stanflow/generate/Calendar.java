package io.stanflow.generate;

import io.stanflow.flow.Hours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;

/**
 * Which day of the week a day is like.
 *
 * @param as days that are like another one than they are, such as holidays like Sundays
 */
public record Calendar(Map<LocalDate, DayOfWeek> as) {
  /** Every day is what it is. */
  public static final Calendar PLAIN = new Calendar(Map.of());

  private static final long DAY_MICROS = Hours.A_DAY * Hours.MICROS;

  public Calendar {
    as = Map.copyOf(as);
  }

  /** The day of a time by the hosts' clock, µs. */
  static LocalDate date(long micros) {
    return LocalDate.ofEpochDay(Math.floorDiv(micros, DAY_MICROS));
  }

  /** The first instant of a day by the hosts' clock, µs. */
  static long begin(LocalDate date) {
    return date.toEpochDay() * DAY_MICROS;
  }

  /** The day of the week that a day is like. */
  DayOfWeek day(LocalDate date) {
    return as.getOrDefault(date, date.getDayOfWeek());
  }

  /** The hour of the week that a time is like, see {@link Hours#ofWeek}. */
  int hourOfWeek(long micros) {
    return as.isEmpty()
        ? Hours.ofWeek(micros)
        : (day(date(micros)).getValue() - 1) * Hours.A_DAY + Hours.ofDay(micros);
  }
}
