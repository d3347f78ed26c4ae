package io.stanflow.io.replay;

/** When flows are due that are played again, with their times between them divided by a speed. */
final class Pace {
  private final double speed;
  private boolean started;
  private long first;

  /**
   * @param speed above 0; infinite where nothing is to wait
   */
  Pace(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be above 0 but is " + speed);
    }
    this.speed = speed;
  }

  /** Says what time the others count from, µs. */
  void begin(long micros) {
    started = true;
    first = micros;
  }

  /**
   * When a flow is due, ns after what they count from.
   *
   * @param micros of the flow; the first call's flow is what they count from if nothing was said
   */
  long due(long micros) {
    if (!started) {
      begin(micros);
    }
    return (long) ((micros - first) * 1000.0 / speed);
  }
}
