package io.stanflow.train;

/**
 * Where training stands after one of its steps.
 *
 * @param epoch counted from 1
 * @param rows flows of the epoch that are done
 * @param ofRows flows of the epoch
 * @param progress share of the training done, 0 to 1
 * @param seconds of training so far
 * @param flowsPerSecond over the last steps
 * @param bits of the step's flows, exact values
 */
public record TrainStep(
    int epoch,
    long rows,
    long ofRows,
    double progress,
    double seconds,
    double flowsPerSecond,
    double bits) {
  /** Seconds that the rest takes at the pace so far, if it is not ended earlier. */
  public double secondsLeft() {
    double done = Math.min(1, progress);
    return done <= 0 ? Double.POSITIVE_INFINITY : seconds * (1 - done) / done;
  }
}
