package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.HostGroup;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.Share;
import io.stanflow.io.file.InputException;
import io.stanflow.io.yaml.YamlFile;
import io.stanflow.io.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads a scenario that stands in a file, as docs/scenario.md describes it. */
final class ScenarioYaml {
  static final YamlFile FORM = new YamlFile("draft one: stanflow scenario", "docs/scenario.md");

  private static final List<String> KEYS =
      List.of("start", "duration", "flows", "seed", "internal", "where", "hosts");
  private static final List<String> GROUP_KEYS =
      List.of("name", "count", "address", "network", "like", "volume", "where");
  private static final int ADDRESS_BITS = 32;
  private static final int ADDRESS_BITS_6 = 128;

  private final YamlMapping top;

  private ScenarioYaml(YamlMapping top) {
    this.top = top;
  }

  /** The scenario of a file; what it does not say is as in {@code otherwise}. */
  static Scenario read(Path path, Scenario otherwise) throws IOException {
    return parse(path.toString(), FORM.read(path), otherwise);
  }

  /** The scenario of a text. */
  static Scenario parse(String name, String text, Scenario otherwise) throws InputException {
    return new ScenarioYaml(FORM.parse(name, text, "a scenario", KEYS)).scenario(otherwise);
  }

  /** What a text may say; an exception of it is the value's fault. */
  private interface Reading<T> {
    T of(String text);
  }

  private static <T> Optional<T> value(YamlMapping of, String key, Reading<T> reading)
      throws InputException {
    if (!of.has(key)) {
      return Optional.empty();
    }
    String text = of.text(key, "");
    try {
      return Optional.of(reading.of(text));
    } catch (NumberFormatException e) {
      throw of.wrong(key, key + " is '" + text + "'", "write a number");
    } catch (IllegalArgumentException e) {
      throw of.wrong(key, key + ": " + e.getMessage(), "correct it; see " + FORM.docs());
    }
  }

  private Scenario scenario(Scenario otherwise) throws InputException {
    Scenario scenario = otherwise;
    Optional<OffsetDateTime> start = value(top, "start", ScenarioText::moment);
    if (start.isPresent()) {
      scenario = scenario.withStart(start.get().toInstant()).withZone(start.get().getOffset());
    }
    Optional<Long> flows = value(top, "flows", ScenarioYaml::positive);
    if (flows.isPresent()) {
      scenario = scenario.withFlows(flows.get()).withDuration(null);
    }
    var duration = value(top, "duration", ScenarioText::span);
    scenario = duration.isPresent() ? scenario.withDuration(duration.get()) : scenario;
    var seed = value(top, "seed", Long::parseLong);
    scenario = seed.isPresent() ? scenario.withSeed(seed.get()) : scenario;
    List<Cidr> internal = networks(top, "internal");
    scenario = internal.isEmpty() ? scenario : scenario.withInternal(internal);
    scenario = scenario.withShares(shares(top));
    return top.has("hosts") ? withHosts(scenario) : scenario;
  }

  private static long positive(String text) {
    long number = Long.parseLong(text);
    if (number < 1) {
      throw new IllegalArgumentException("must be at least 1 but is " + text);
    }
    return number;
  }

  private Scenario withHosts(Scenario scenario) throws InputException {
    if (!top.isList("hosts")) {
      return scenario.withHosts(value(top, "hosts", ScenarioText::hosts).orElseThrow());
    }
    List<HostGroup> groups = new ArrayList<>();
    for (YamlMapping group : top.mappings("hosts", "a group of hosts", GROUP_KEYS)) {
      groups.add(group(group, groups.size()));
    }
    try {
      return scenario.withGroups(groups);
    } catch (IllegalArgumentException e) {
      throw top.wrong("hosts", e.getMessage(), "take fewer hosts");
    }
  }

  private static HostGroup group(YamlMapping group, int before) throws InputException {
    String name = group.text("name", "group " + (before + 1));
    List<Cidr> addresses = networks(group, "address");
    for (Cidr address : addresses) {
      int bits = address.network().isIpv4() ? ADDRESS_BITS : ADDRESS_BITS_6;
      if (address.prefixLength() < bits) {
        throw group.wrong("address", address + " is no single address", "name it as a network");
      }
    }
    var networks = new LinkedHashSet<>(addresses);
    networks.addAll(networks(group, "network"));
    if (!addresses.isEmpty() && networks.size() > addresses.size()) {
      throw group.wrong("network", "the group has both addresses and a network", "make two of it");
    }
    int fixed = networks.size() == addresses.size() ? addresses.size() : 0;
    long count = value(group, "count", ScenarioYaml::positive).orElse((long) Math.max(1, fixed));
    double volume = value(group, "volume", Double::parseDouble).orElse(1.0);
    String like = group.has("like") ? group.text("like", "") : null;
    if (fixed > 0 && count != new LinkedHashSet<>(addresses).size()) {
      throw group.wrong(
          "count", "%,d hosts have %,d addresses".formatted(count, fixed), "leave the count out");
    }
    try {
      int hosts = (int) Math.min(Integer.MAX_VALUE, count);
      return new HostGroup(name, hosts, List.copyOf(networks), like, volume)
          .withShares(shares(group));
    } catch (IllegalArgumentException e) {
      String key = volume > 0 && volume <= HostGroup.MOST_VOLUME ? "count" : "volume";
      throw group.wrong(key, e.getMessage(), "correct the " + key);
    }
  }

  /** The blocks of a key, one or a list; single addresses are blocks of one. */
  private static List<Cidr> networks(YamlMapping of, String key) throws InputException {
    if (!of.has(key)) {
      return List.of();
    }
    List<String> texts = of.isList(key) ? of.texts(key) : List.of(of.text(key, ""));
    List<Cidr> blocks = new ArrayList<>();
    for (String text : texts) {
      try {
        blocks.add(block(text));
      } catch (IllegalArgumentException e) {
        throw of.wrong(key, e.getMessage(), "write 10.0.0.0/16, or [10.0.0.1, 10.0.0.2]");
      }
    }
    return blocks;
  }

  private static Cidr block(String text) {
    if (text.contains("/")) {
      return Cidr.parse(text);
    }
    return Cidr.parse(text + "/" + (text.contains(":") ? ADDRESS_BITS_6 : ADDRESS_BITS));
  }

  private static List<Share> shares(YamlMapping of) throws InputException {
    List<Share> shares = new ArrayList<>();
    if (!of.has("where")) {
      return shares;
    }
    YamlMapping where = of.mapping("where");
    for (String attribute : where.keys()) {
      if (where.isMapping(attribute)) {
        YamlMapping each = where.mapping(attribute);
        for (String word : each.keys()) {
          shares.add(
              value(each, word, text -> ScenarioText.share(attribute, word, text)).orElseThrow());
        }
      } else {
        shares.add(new Share(attribute, where.text(attribute, ""), 1));
      }
    }
    return shares;
  }
}
