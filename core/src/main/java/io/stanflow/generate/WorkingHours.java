package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.ActiveTime.Span;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * When hosts have flows, by their clock.
 *
 * @param from each day
 * @param to the first instant after it; not after {@code from} for one of the next day
 * @param days on which it begins
 */
public record WorkingHours(LocalTime from, LocalTime to, Set<DayOfWeek> days) {
  /** All the time. */
  public static final WorkingHours ALWAYS =
      new WorkingHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, EnumSet.allOf(DayOfWeek.class));

  public WorkingHours {
    days = Set.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("working hours are of one day of the week at least");
    }
  }

  /** Whether they depend on which day it is. */
  boolean isWeekly() {
    return days.size() < DayOfWeek.values().length;
  }

  /**
   * Those of a span of time.
   *
   * @param start first clock unit
   * @param end first one after it
   * @param unit µs per clock unit
   */
  ActiveTime within(long start, long end, long unit, Calendar calendar) {
    if (equals(ALWAYS)) {
      return ActiveTime.ALWAYS;
    }
    List<Span> spans = new ArrayList<>();
    LocalDate last = Calendar.date(end * unit);
    for (LocalDate day = Calendar.date(start * unit).minusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (days.contains(calendar.day(day))) {
        LocalDate until = to.isAfter(from) ? day : day.plusDays(1);
        spans.add(new Span(units(day, from, unit), units(until, to, unit)));
      }
    }
    return ActiveTime.of(spans).within(start, end);
  }

  /** The first whole unit at or after a time. */
  private static long units(LocalDate day, LocalTime time, long unit) {
    long micros = Calendar.begin(day) + time.toNanoOfDay() / 1000;
    return -Math.floorDiv(-micros, unit);
  }
}
