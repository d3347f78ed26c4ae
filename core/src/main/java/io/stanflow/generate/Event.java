package io.stanflow.generate;

import java.time.Instant;

/** Something that happens in a scenario at a time, to some of its hosts. */
public sealed interface Event permits Campaign, Infection {
  /** In messages, and in what is said of its flows. */
  String name();

  /** When it begins. */
  Instant at();

  /** The group or the address of the hosts that it may be of; null for all. */
  String over();

  /** How many of them; 0 for as many as such events have. */
  int hosts();
}
