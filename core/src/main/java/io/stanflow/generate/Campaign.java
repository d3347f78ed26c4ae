package io.stanflow.generate;

import io.stanflow.flow.Address;
import java.time.Duration;
import java.time.Instant;

/**
 * Somebody who visits many hosts one after the other, as sweeps of the training network did.
 *
 * @param like {@linkplain SweepKinds kind} of sweeps
 * @param from who it is by; null for one of those who swept the training network
 * @param lasts time of its visits; null for as long as such sweeps take
 * @param label of its flows; null for what the model gives them
 */
public record Campaign(
    String name,
    Instant at,
    String over,
    int hosts,
    String like,
    Address from,
    Duration lasts,
    String label)
    implements Event {
  public Campaign {
    if (hosts < 0 || (lasts != null && lasts.isNegative())) {
      throw new IllegalArgumentException(name + ": of " + hosts + " hosts, lasting " + lasts);
    }
  }
}
