package io.stanflow.generate;

import io.stanflow.codec.PeerWords;
import io.stanflow.codec.Visit;
import io.stanflow.flow.Address;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The events of a scenario worked out: which hosts they come to, and when. Each follows from the
 * seed and its own name, so that one event more leaves the others, and the hosts that it does not
 * come to, as they are.
 */
final class EventPlan {
  private final List<PlannedEvent> all = new ArrayList<>();
  private final Map<Integer, List<Visit>> visits = new HashMap<>();
  private final Map<Address, Integer> words = new HashMap<>();

  /** Number of the hosts; those that go on for infected ones have theirs plus it. */
  private final int later;

  /** Without events. */
  EventPlan() {
    later = Integer.MAX_VALUE;
  }

  /**
   * Those of a scenario.
   *
   * @param infections that take the hosts of infections
   * @throws IllegalArgumentException if one cannot be
   */
  EventPlan(
      Scenario scenario,
      EventTargets targets,
      CampaignPlanner campaigns,
      InfectionPlanner infections) {
    for (Event event : scenario.script().events()) {
      SplittableRandom random =
          HostPlan.random(scenario.seed(), event.name().hashCode(), HostPlan.Purpose.EVENTS);
      if (event instanceof Campaign campaign) {
        add(campaign, campaigns.plan(campaign, targets, random), targets);
      } else if (event instanceof Infection infection) {
        List<Integer> hosts = infections.plan(infection, targets, random);
        all.add(new PlannedEvent(event, null, targets.addresses(hosts)));
      }
    }
    later = targets.profiles().hosts();
  }

  private void add(Campaign campaign, CampaignPlanner.Planned planned, EventTargets targets) {
    planned
        .visits()
        .forEach((host, visit) -> visits.computeIfAbsent(host, x -> new ArrayList<>()).add(visit));
    Integer word = planned.word() < 0 ? null : words.put(planned.by(), planned.word());
    if (word != null && word != planned.word()) {
      throw new IllegalArgumentException(
          "%s: an earlier campaign from %s has another label"
              .formatted(campaign.name(), planned.by()));
    }
    all.add(new PlannedEvent(campaign, planned.by(), targets.addresses(planned.visits().keySet())));
  }

  /** All events, in the scenario's order. */
  List<PlannedEvent> all() {
    return List.copyOf(all);
  }

  /** Whether a host goes on for an infected one. */
  boolean isLater(int host) {
    return host >= later;
  }

  /** The visits that a host has by campaigns, null without any. */
  EventVisits visits(int host) {
    List<Visit> of = visits.get(isLater(host) ? host - later : host);
    return of == null ? null : EventVisits.of(of);
  }

  /** The words of flows with those whom campaigns are by. */
  PeerWords words() {
    return words.isEmpty() ? PeerWords.NONE : new PeerWords(Schema.LABEL, words);
  }
}
