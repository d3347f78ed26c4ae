package io.stanflow.spark;

import io.stanflow.generate.PlannedScenario;
import io.stanflow.generate.StanflowModel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The models read and the scenarios planned last in this process, driver or executor: its tasks
 * share one, and whoever comes while it is made waits.
 */
final class Plans {
  private static final int KEPT = 2;
  private static final Deque<Read> MODELS = new ArrayDeque<>();
  private static final Deque<Planned> SCENARIOS = new ArrayDeque<>();

  private Plans() {}

  private record Read(ModelPath path, StanflowModel model) {}

  private record Planned(ModelPath path, ScenarioOptions options, PlannedScenario scenario) {}

  /** A model, read if it is not at hand. */
  static synchronized StanflowModel model(ModelPath path) {
    for (Read read : MODELS) {
      if (read.path.isSame(path)) {
        return read.model;
      }
    }
    StanflowModel model = path.read();
    keep(MODELS, new Read(path, model));
    return model;
  }

  /** A scenario, planned if it is not at hand. */
  static synchronized PlannedScenario scenario(ModelPath path, ScenarioOptions options) {
    for (Planned planned : SCENARIOS) {
      if (planned.path.isSame(path) && planned.options.equals(options)) {
        return planned.scenario;
      }
    }
    StanflowModel model = model(path);
    boolean series = model.model().codec().spec().addresses() == null;
    PlannedScenario scenario = model.plan(options.scenario(series));
    keep(SCENARIOS, new Planned(path, options, scenario));
    return scenario;
  }

  private static <T> void keep(Deque<T> all, T latest) {
    all.addFirst(latest);
    while (all.size() > KEPT) {
      all.removeLast();
    }
  }
}
