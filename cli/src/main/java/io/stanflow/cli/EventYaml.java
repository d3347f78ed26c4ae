package io.stanflow.cli;

import io.stanflow.flow.Address;
import io.stanflow.generate.Campaign;
import io.stanflow.generate.Event;
import io.stanflow.generate.Infection;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.ScenarioText;
import io.stanflow.io.file.InputException;
import io.stanflow.io.yaml.YamlMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads an event of a scenario file. */
final class EventYaml {
  private static final String CAMPAIGN = "campaign";
  private static final String INFECTED = "infected";

  static final List<String> KEYS =
      List.of(
          CAMPAIGN, INFECTED, "name", "at", "hosts", "over", "from", "lasts", "label", "like",
          "where");

  private static final List<String> OF_CAMPAIGNS = List.of("over", "from", "lasts", "label");
  private static final List<String> OF_INFECTIONS = List.of("like", "where");

  private EventYaml() {}

  /**
   * The event.
   *
   * @param scenario whose start and clock are known
   * @param before events before it
   */
  static Event read(YamlMapping event, Scenario scenario, int before) throws InputException {
    boolean campaign = event.has(CAMPAIGN);
    if (campaign == event.has(INFECTED)) {
      throw event.wrong(
          INFECTED, "an event has either the key campaign or infected", "say which it is");
    }
    String what = campaign ? CAMPAIGN : INFECTED;
    for (String key : campaign ? OF_INFECTIONS : OF_CAMPAIGNS) {
      if (event.has(key)) {
        throw event.wrong(key, key + " is no key of an event with " + what, "leave it out");
      }
    }
    String name = event.text("name", "event " + (before + 1));
    Instant at =
        ScenarioValues.value(event, "at", text -> ScenarioText.at(text, scenario))
            .orElseThrow(() -> event.wrong(what, name + " has no time", "write at: 14:00"));
    int hosts = ScenarioValues.value(event, "hosts", ScenarioValues::hosts).orElse(0);
    try {
      return campaign
          ? campaign(event, name, at, hosts)
          : new Infection(
              name,
              at,
              of(event, INFECTED),
              hosts,
              ScenarioValues.text(event, "like"),
              ScenarioValues.shares(event));
    } catch (IllegalArgumentException e) {
      throw event.wrong(what, e.getMessage(), "correct it; see " + ScenarioValues.FORM.docs());
    }
  }

  private static Campaign campaign(YamlMapping event, String name, Instant at, int hosts)
      throws InputException {
    Address from = ScenarioValues.value(event, "from", Address::parse).orElse(null);
    Duration lasts = ScenarioValues.value(event, "lasts", ScenarioText::span).orElse(null);
    String label = ScenarioValues.text(event, "label");
    String over = event.has("over") ? of(event, "over") : null;
    return new Campaign(name, at, over, hosts, of(event, CAMPAIGN), from, lasts, label);
  }

  /** A value, null for {@code any}. */
  private static String of(YamlMapping event, String key) throws InputException {
    String text = event.text(key, "");
    return text.equals("any") ? null : text;
  }
}
