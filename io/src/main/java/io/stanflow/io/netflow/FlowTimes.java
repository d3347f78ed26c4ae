package io.stanflow.io.netflow;

/** When a record's flow began and ended, of whatever its fields say. */
final class FlowTimes {
  private static final long UNKNOWN = -1;
  private static final long NTP_TO_UNIX = 2_208_988_800L; // s from 1900 to 1970
  private static final long WRAP = 1L << 32; // ms after which an uptime starts again
  private static final long LOW_32 = WRAP - 1;

  /** ms by which a flow may end after its export, as by a Cisco IOS bug (CSCei12353). */
  private static final long LATE = 100_000;

  private final long exported; // µs
  private final long exporterUptime; // ms, UNKNOWN in IPFIX
  private final long exporterBoot; // ms, UNKNOWN but for IPFIX exporters that told it
  private long start;
  private long end;
  private long startUptime;
  private long endUptime;
  private long boot; // ms, of IPFIX's systemInitTime
  private long duration;
  private long observed;

  /**
   * @param exportedMillis of the packet
   * @param uptime of the exporter then, ms, or -1
   * @param boot of the exporter as it told before, ms, or -1
   */
  FlowTimes(long exportedMillis, long uptime, long boot) {
    exported = exportedMillis * 1000;
    exporterUptime = uptime;
    exporterBoot = boot;
  }

  /** Of another record in the same packet. */
  FlowTimes another() {
    return new FlowTimes(exported / 1000, exporterUptime, exporterBoot);
  }

  void clear() {
    start = UNKNOWN;
    end = UNKNOWN;
    startUptime = UNKNOWN;
    endUptime = UNKNOWN;
    boot = exporterBoot;
    duration = UNKNOWN;
    observed = UNKNOWN;
  }

  /** Takes an element's value, if it is a time. */
  void set(int element, long value) {
    switch (element) {
      case Element.FLOW_START_SYS_UP_TIME -> startUptime = value & LOW_32;
      case Element.FLOW_END_SYS_UP_TIME -> endUptime = value & LOW_32;
      case Element.SYSTEM_INIT_TIME_MILLISECONDS -> boot = value;
      case Element.FLOW_START_SECONDS -> start = micros(value, 1_000_000);
      case Element.FLOW_END_SECONDS -> end = micros(value, 1_000_000);
      case Element.FLOW_START_MILLISECONDS -> start = micros(value, 1000);
      case Element.FLOW_END_MILLISECONDS -> end = micros(value, 1000);
      case Element.OBSERVATION_TIME_MILLISECONDS -> observed = micros(value, 1000);
      case Element.FLOW_START_MICROSECONDS, Element.FLOW_START_NANOSECONDS -> start = ntp(value);
      case Element.FLOW_END_MICROSECONDS, Element.FLOW_END_NANOSECONDS -> end = ntp(value);
      case Element.FLOW_START_DELTA_MICROSECONDS -> start = exported - (value & LOW_32);
      case Element.FLOW_END_DELTA_MICROSECONDS -> end = exported - (value & LOW_32);
      case Element.FLOW_DURATION_MILLISECONDS -> duration = micros(value, 1000);
      case Element.FLOW_DURATION_MICROSECONDS -> duration = value;
      default -> {
        // an element that no attribute needs
      }
    }
  }

  /** UNKNOWN for what is far beyond any time. */
  private static long micros(long value, long unit) {
    return value >= 0 && value <= (1L << 62) / unit ? value * unit : UNKNOWN;
  }

  /** µs of an NTP timestamp, s since 1900 and their fraction. */
  private static long ntp(long value) {
    return ((value >>> 32) - NTP_TO_UNIX) * 1_000_000 + (((value & LOW_32) * 1_000_000) >>> 32);
  }

  /** First packet, µs, after {@link #resolve}. */
  long start() {
    return start;
  }

  /** Last packet, µs, after {@link #resolve}. */
  long end() {
    return end;
  }

  /** When the exporter was started, ms since the epoch, or -1. */
  long boot() {
    return boot;
  }

  boolean isImpossible() {
    return end < start || start < 0 || end > 1L << 62;
  }

  /** Takes the times of the way there where there are none of its own. */
  void takeFrom(FlowTimes there) {
    boolean clocked = startUptime != UNKNOWN && endUptime != UNKNOWN;
    if (start == UNKNOWN && !clocked) {
      start = there.start;
    }
    if (end == UNKNOWN && !clocked && duration == UNKNOWN) {
      end = there.end;
    }
  }

  /** Sets start and end from what there is; at the last, both are the export time. */
  void resolve() {
    if (startUptime != UNKNOWN && endUptime != UNKNOWN) {
      resolveUptimes();
    }
    if (end == UNKNOWN) {
      end = start != UNKNOWN && duration != UNKNOWN ? start + duration : observed;
    }
    if (end == UNKNOWN) {
      end = start != UNKNOWN ? start : exported;
    }
    if (start == UNKNOWN) {
      start = duration != UNKNOWN ? end - duration : end;
    }
  }

  private void resolveUptimes() {
    long first = startUptime;
    long last = endUptime;
    long bootMillis =
        boot != UNKNOWN
            ? boot
            // without any clock the flow ends with its export
            : exported / 1000 - (exporterUptime != UNKNOWN ? exporterUptime : last);
    if (first > last) {
      first -= WRAP; // wrapped while the flow lasted
    }
    if (exporterUptime != UNKNOWN && last > exporterUptime + LATE) {
      first -= WRAP; // wrapped after it ended
      last -= WRAP;
    }
    start = (bootMillis + first) * 1000;
    end = (bootMillis + last) * 1000;
  }
}
