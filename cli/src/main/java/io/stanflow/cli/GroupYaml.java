package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.HostGroup;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.WorkingHours;
import io.stanflow.io.file.InputException;
import io.stanflow.io.yaml.YamlMapping;
import java.time.DayOfWeek;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a group of hosts of a scenario file. */
final class GroupYaml {
  static final List<String> KEYS =
      List.of(
          "name",
          "count",
          "address",
          "network",
          "like",
          "serves",
          "client-of",
          "volume",
          "hours",
          "days",
          "where");

  private GroupYaml() {}

  /**
   * The group.
   *
   * @param before groups before it
   */
  static HostGroup read(YamlMapping group, int before) throws InputException {
    String name = group.text("name", "group " + (before + 1));
    List<Cidr> addresses = ScenarioValues.networks(group, "address");
    for (Cidr address : addresses) {
      if (!ScenarioValues.isAddress(address)) {
        throw group.wrong("address", address + " is no single address", "name it as a network");
      }
    }
    var networks = new LinkedHashSet<>(addresses);
    networks.addAll(ScenarioValues.networks(group, "network"));
    if (!addresses.isEmpty() && networks.size() > addresses.size()) {
      throw group.wrong("network", "the group has both addresses and a network", "make two of it");
    }
    int fixed = networks.size() == addresses.size() ? addresses.size() : 0;
    int count =
        ScenarioValues.value(group, "count", ScenarioValues::hosts).orElse(Math.max(1, fixed));
    if (fixed > 0 && count != new LinkedHashSet<>(addresses).size()) {
      throw group.wrong(
          "count", "%,d hosts have %,d addresses".formatted(count, fixed), "leave the count out");
    }
    double volume = ScenarioValues.value(group, "volume", Double::parseDouble).orElse(1.0);
    String like = ScenarioValues.text(group, "like");
    WorkingHours hours = hours(group);
    try {
      return new HostGroup(name, count, List.copyOf(networks), like, volume)
          .withServices(ScenarioValues.texts(group, "serves"))
          .withClientOf(ScenarioValues.text(group, "client-of"))
          .withHours(hours)
          .withShares(ScenarioValues.shares(group));
    } catch (IllegalArgumentException e) {
      String key = volume > 0 && volume <= HostGroup.MOST_VOLUME ? "count" : "volume";
      throw group.wrong(key, e.getMessage(), "correct the " + key);
    }
  }

  private static WorkingHours hours(YamlMapping group) throws InputException {
    Set<DayOfWeek> days = WorkingHours.ALWAYS.days();
    if (group.has("days")) {
      String text = String.join(",", ScenarioValues.texts(group, "days"));
      days = ScenarioValues.read(group, "days", text, ScenarioText::days);
    }
    Set<DayOfWeek> on = days;
    return ScenarioValues.value(group, "hours", text -> ScenarioText.hours(text, on))
        .orElse(new WorkingHours(WorkingHours.ALWAYS.from(), WorkingHours.ALWAYS.to(), days));
  }
}
