package io.stanflow.train;

/** Hears of the course of training; all methods do nothing unless overridden. */
public interface TrainMonitor {
  /** A monitor that ignores everything. */
  TrainMonitor NONE = new TrainMonitor() {};

  /**
   * Called after each step.
   *
   * @param flowsPerSecond over the last steps
   * @param bits of the last steps' training rows, exact values
   * @param progress share of the training done, 0 to 1
   */
  default void step(int epoch, double progress, double flowsPerSecond, double bits) {}

  /** Called after each epoch, when its checkpoint is complete. */
  default void epoch(EpochReport report) {}

  /** Asked after each step; true ends training as if the time limit were reached. */
  default boolean cancelled() {
    return false;
  }
}
