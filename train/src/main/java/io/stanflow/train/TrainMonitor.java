package io.stanflow.train;

/** Hears of the course of training; all methods do nothing unless overridden. */
public interface TrainMonitor {
  /** A monitor that ignores everything. */
  TrainMonitor NONE = new TrainMonitor() {};

  /** Called after each step. */
  default void step(TrainStep step) {}

  /**
   * Called again and again while an epoch's weights are measured on held-out flows.
   *
   * @param rows flows that are done
   * @param ofRows flows to measure on
   */
  default void measuring(long rows, long ofRows) {}

  /** Called after each epoch, when its checkpoint is complete. */
  default void epoch(EpochReport report) {}

  /** Asked after each step; true ends training as if the time limit were reached. */
  default boolean cancelled() {
    return false;
  }
}
