package io.stanflow.evaluate.measure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/**
 * When flows may be recorded.
 *
 * @param from first instant, or null for any
 * @param to first instant after, or null for any
 */
public record RecordTimes(Instant from, Instant to) {
  public static final RecordTimes ANY = new RecordTimes(null, null);

  public RecordTimes {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("from " + from + " is not before to " + to);
    }
  }

  boolean isBounded() {
    return from != null || to != null;
  }

  String condition() {
    var bounds = new ArrayList<String>();
    if (from != null) {
      bounds.add("time >= " + micros(from));
    }
    if (to != null) {
      bounds.add("time < " + micros(to));
    }
    return String.join(" AND ", bounds);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
