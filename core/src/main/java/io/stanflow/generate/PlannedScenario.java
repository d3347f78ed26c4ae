package io.stanflow.generate;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.flow.Schema;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario whose hosts and volumes are drawn, ready to be generated in parts, also by several
 * machines: each plans the whole and gets the same. Thread-safe.
 */
public final class PlannedScenario {
  private final Model model;
  private final Network network;
  private final Scenario scenario;
  private final KnownAddresses known;
  private final ScenarioPlan plan;

  PlannedScenario(Model model, Network network, Scenario scenario) {
    this.scenario = scenario;
    known = new KnownAddresses(model.codec(), scenario.internal(), scenario.seed());
    boolean asked = scenario.partShares().stream().anyMatch(shares -> !shares.isEmpty());
    if (scenario.shares().isEmpty() && !asked) {
      plan = ScenarioPlan.of(model, scenario, known);
      this.model = model;
      this.network = network;
    } else {
      var directed = new DirectedModel(model, scenario, known);
      plan = directed.plan();
      this.model = directed.model();
      this.network = new Network(this.model, network.kernel());
    }
  }

  /** The schema of the flows. */
  public Schema schema() {
    return model.codec().schema();
  }

  /** The scenario's events, worked out. */
  public List<PlannedEvent> events() {
    return plan.events().all();
  }

  /** Number of hosts, those without flows included; one that goes on for another is one more. */
  public int hosts() {
    return plan.hosts().size();
  }

  /** Flows that are planned, see {@link Generation#flows}. */
  public long flows() {
    return plan.flows();
  }

  /**
   * Cuts the hosts into ranges with about as many flows each.
   *
   * @param ranges at least 1; there are fewer where there are fewer hosts
   * @return where each range starts, ascending from 0, and at its end the number of hosts
   */
  public List<Integer> cut(int ranges) {
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    double flows = plan.hosts().stream().mapToDouble(HostPlan::flows).sum();
    double before = 0;
    for (int host = 0; host < hosts(); host++) {
      // the range that the middle of this host's flows lies in
      double middle = before + plan.hosts().get(host).flows() / 2;
      if (starts.size() < ranges && host > 0 && middle >= flows * starts.size() / ranges) {
        starts.add(host);
      }
      before += plan.hosts().get(host).flows();
    }
    starts.add(hosts());
    return starts;
  }

  /** All flows. */
  public Generation start() {
    return start(0, hosts());
  }

  /**
   * The flows of some hosts, the same that the whole scenario has for them. Merged by time, and at
   * equal times by part, the parts are the whole.
   *
   * @param fromHost first host, counted from 0
   * @param toHost first host no longer among them
   * @throws IllegalArgumentException if the scenario has no such hosts
   */
  public Generation start(int fromHost, int toHost) {
    return new Generation(model, network, scenario, plan.ofHosts(fromHost, toHost), known);
  }
}
