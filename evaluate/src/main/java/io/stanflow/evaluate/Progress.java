package io.stanflow.evaluate;

/** Follows what an evaluation does. */
public interface Progress {
  /** Something that the user should know: one line. */
  void note(String line);

  /**
   * The next step begins.
   *
   * @param what it does
   * @param done steps before
   * @param steps in all
   */
  void step(String what, int done, int steps);
}
