package io.stanflow.baseline;

/** One variable of the network: something of a flow as its host sees it, cut into a few states. */
interface Variable {
  String name();

  /** Number of states, at least 1. */
  int states();

  /** The state of a real flow, in [0, {@link #states}), or -1 if it has none. */
  int state(Seen flow);

  /** Gives a flow a value of this state. */
  void draw(int state, Making flow);
}
