package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Column.Role;

/** How a gate bounds a figure. */
enum Limit {
  MAX("max", null),
  MIN("min", null),
  MAX_TIMES_LATER("maxTimesLater", Role.SAME_HOSTS_LATER),
  MAX_TIMES_OTHER_HOSTS("maxTimesOtherHosts", Role.OTHER_HOSTS);

  private final String key;
  private final Role yardstick;

  Limit(String key, Role yardstick) {
    this.key = key;
    this.yardstick = yardstick;
  }

  /** The limit of a name in a gate's file, or null. */
  static Limit of(String key) {
    for (Limit limit : values()) {
      if (limit.key.equals(key)) {
        return limit;
      }
    }
    return null;
  }

  String key() {
    return key;
  }

  /** The column whose figure is the unit of the limit, or null where it is a plain number. */
  Role yardstick() {
    return yardstick;
  }

  boolean allows(double value, double bound) {
    return this == MIN ? value >= bound : value <= bound;
  }
}
