package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.Calendar;
import io.stanflow.generate.Event;
import io.stanflow.generate.HostGroup;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.Script;
import io.stanflow.io.file.InputException;
import io.stanflow.io.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a scenario that stands in a file, as docs/scenario.md describes it. */
final class ScenarioYaml {
  private static final List<String> KEYS =
      List.of(
          "start",
          "duration",
          "flows",
          "volume",
          "seed",
          "internal",
          "holidays",
          "where",
          "hosts",
          "events");

  private final YamlMapping top;

  private ScenarioYaml(YamlMapping top) {
    this.top = top;
  }

  /** The scenario of a file; what it does not say is as in {@code otherwise}. */
  static Scenario read(Path path, Scenario otherwise) throws IOException {
    return parse(path.toString(), ScenarioValues.FORM.read(path), otherwise);
  }

  /** The scenario of a text. */
  static Scenario parse(String name, String text, Scenario otherwise) throws InputException {
    return new ScenarioYaml(ScenarioValues.FORM.parse(name, text, "a scenario", KEYS))
        .scenario(otherwise);
  }

  private Scenario scenario(Scenario otherwise) throws InputException {
    Scenario scenario = otherwise;
    Optional<OffsetDateTime> start = ScenarioValues.value(top, "start", ScenarioText::moment);
    if (start.isPresent()) {
      scenario = scenario.withStart(start.get().toInstant()).withZone(start.get().getOffset());
    }
    Optional<Long> flows = ScenarioValues.value(top, "flows", ScenarioValues::positive);
    if (flows.isPresent()) {
      scenario = scenario.withFlows(flows.get()).withDuration(null);
    }
    var duration = ScenarioValues.value(top, "duration", ScenarioText::span);
    scenario = duration.isPresent() ? scenario.withDuration(duration.get()) : scenario;
    var seed = ScenarioValues.value(top, "seed", Long::parseLong);
    scenario = seed.isPresent() ? scenario.withSeed(seed.get()) : scenario;
    List<Cidr> internal = ScenarioValues.networks(top, "internal");
    scenario = internal.isEmpty() ? scenario : scenario.withInternal(internal);
    scenario = scenario.withShares(ScenarioValues.shares(top));
    scenario = top.has("hosts") ? withHosts(scenario) : scenario;
    return scenario.withScript(script(scenario));
  }

  private Scenario withHosts(Scenario scenario) throws InputException {
    if (!top.isList("hosts")) {
      return scenario.withHosts(
          ScenarioValues.value(top, "hosts", ScenarioText::hosts).orElseThrow());
    }
    List<HostGroup> groups = new ArrayList<>();
    for (YamlMapping group : top.mappings("hosts", "a group of hosts", GroupYaml.KEYS)) {
      groups.add(GroupYaml.read(group, groups.size()));
    }
    try {
      return scenario.withGroups(groups);
    } catch (IllegalArgumentException e) {
      throw top.wrong("hosts", e.getMessage(), "take fewer hosts");
    }
  }

  private Script script(Scenario scenario) throws InputException {
    double volume = ScenarioValues.value(top, "volume", Double::parseDouble).orElse(1.0);
    List<Event> events = new ArrayList<>();
    if (top.has("events")) {
      for (YamlMapping event : top.mappings("events", "an event", EventYaml.KEYS)) {
        events.add(EventYaml.read(event, scenario, events.size()));
      }
    }
    Calendar calendar = calendar();
    try {
      return new Script(volume, calendar, events);
    } catch (IllegalArgumentException e) {
      throw top.wrong(
          top.has("volume") ? "volume" : "events", e.getMessage(), "correct the one or the other");
    }
  }

  private Calendar calendar() throws InputException {
    Map<LocalDate, DayOfWeek> as = new LinkedHashMap<>();
    if (top.has("holidays") && top.isMapping("holidays")) {
      YamlMapping days = top.mapping("holidays");
      for (String date : days.keys()) {
        as.put(
            ScenarioValues.read(days, date, date, ScenarioYaml::date),
            ScenarioValues.value(days, date, ScenarioText::day).orElseThrow());
      }
    } else if (top.has("holidays")) {
      for (String date : ScenarioValues.texts(top, "holidays")) {
        LocalDate day = ScenarioValues.read(top, "holidays", date, ScenarioYaml::date);
        as.put(day, DayOfWeek.SUNDAY);
      }
    }
    return new Calendar(as);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no date; write 2026-12-25", e);
    }
  }
}
