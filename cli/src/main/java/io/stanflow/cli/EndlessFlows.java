package io.stanflow.cli;

import io.stanflow.flow.Flow;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.Script;
import io.stanflow.generate.StanflowModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/**
 * Flows without an end: a scenario, then the one that follows on it with the next seed, and so on.
 * Planning holds every hour of every host in memory, so one scenario cannot go on for ever. Each
 * has the events of its own time.
 */
final class EndlessFlows implements Iterator<Flow>, AutoCloseable {
  /** Days times hosts of one scenario, which are planned within seconds. */
  private static final long HOST_DAYS = 30_000;

  private static final long MOST_DAYS = 365;

  private final StanflowModel model;
  private final Script script;
  private Scenario part;
  private Generation flows;

  /**
   * @param first scenario, which has a duration
   * @throws IllegalArgumentException if it cannot be planned
   */
  EndlessFlows(StanflowModel model, Scenario first) {
    this.model = model;
    script = first.script();
    part = first;
    Instant end = first.start().plus(first.duration());
    flows = model.start(first.withScript(script.with(event -> event.at().isBefore(end))));
  }

  /** How long a scenario of so many hosts is to be before the next one takes over. */
  static Duration span(int hosts) {
    return Duration.ofDays(Math.max(1, Math.min(MOST_DAYS, HOST_DAYS / Math.max(1, hosts))));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Flow next() {
    while (!flows.hasNext()) {
      flows.close();
      Instant start = part.start().plus(part.duration());
      Instant end = start.plus(part.duration());
      part = part.withStart(start).withSeed(part.seed() + 1);
      part =
          part.withScript(
              script.with(event -> !event.at().isBefore(start) && event.at().isBefore(end)));
      flows = model.start(part);
    }
    return flows.next();
  }

  @Override
  public void close() {
    flows.close();
  }
}
