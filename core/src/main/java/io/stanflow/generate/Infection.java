package io.stanflow.generate;

import java.time.Instant;
import java.util.List;

/**
 * Hosts that are others from some time on, as infected ones are.
 *
 * @param like {@linkplain ProfileKinds kind} of what they are then; null for what they were
 * @param shares of their flows from then on
 */
public record Infection(
    String name, Instant at, String over, int hosts, String like, List<Share> shares)
    implements Event {
  public Infection {
    shares = List.copyOf(shares);
    if (hosts < 0) {
      throw new IllegalArgumentException(name + ": of " + hosts + " hosts");
    }
    if (like == null && shares.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": infected hosts stay as they are; say what they are like then, or where");
    }
  }
}
