package io.stanflow.evaluate.report;

import io.stanflow.evaluate.learn.Detectability;
import io.stanflow.evaluate.learn.Neighborhood;
import io.stanflow.evaluate.learn.Utility;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.privacy.Privacy;

/**
 * One file in the report, held against the real one. Parts that were not measured are null.
 *
 * @param name unique in the report, such as {@code real} or {@code synthetic}
 * @param fidelity distances from real; of {@link Role#OTHER_HOSTS} those of one half of the hosts
 *     from the other
 */
public record Column(
    String name,
    Role role,
    FileFacts file,
    Fidelity fidelity,
    Neighborhood neighborhood,
    Detectability detectability,
    Utility utility,
    Privacy privacy,
    Plots plots) {

  /** A file of which nothing was learned, and no traces were looked for. */
  public static Column measured(
      String name, Role role, FileFacts file, Fidelity fidelity, Plots plots) {
    return new Column(name, role, file, fidelity, null, null, null, null, plots);
  }

  /** What a file is. */
  public enum Role {
    /** What the model learned from, against itself. */
    REAL,
    /** Real flows of the same hosts at another time: what is natural. */
    SAME_HOSTS_LATER,
    /** One half of the real hosts against the other: what another network's hosts would give. */
    OTHER_HOSTS,
    /** To be judged. */
    SYNTHETIC,
    /** A simple generator's flows, to compare with. */
    BASELINE;

    /** Whether the flows are real. */
    public boolean isReal() {
      return this == REAL || this == SAME_HOSTS_LATER || this == OTHER_HOSTS;
    }
  }
}
