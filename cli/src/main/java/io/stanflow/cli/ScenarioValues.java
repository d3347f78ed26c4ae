package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.ScenarioText;
import io.stanflow.generate.Share;
import io.stanflow.io.file.InputException;
import io.stanflow.io.yaml.YamlFile;
import io.stanflow.io.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the keys of a scenario file say, wherever they stand; what is wrong is said by its line. */
final class ScenarioValues {
  static final YamlFile FORM = new YamlFile("draft one: stanflow scenario", "docs/scenario.md");

  private static final int ADDRESS_BITS = 32;
  private static final int ADDRESS_BITS_6 = 128;

  private ScenarioValues() {}

  /** The value of a key; an {@link IllegalArgumentException} of {@code reading} is its fault. */
  static <T> Optional<T> value(YamlMapping of, String key, Function<String, T> reading)
      throws InputException {
    if (!of.has(key)) {
      return Optional.empty();
    }
    return Optional.of(read(of, key, of.text(key, ""), reading));
  }

  /** Likewise of a text that a key has. */
  static <T> T read(YamlMapping of, String key, String text, Function<String, T> reading)
      throws InputException {
    try {
      return reading.apply(text);
    } catch (NumberFormatException e) {
      throw of.wrong(key, key + " is '" + text + "'", "write a number");
    } catch (IllegalArgumentException e) {
      throw of.wrong(key, key + ": " + e.getMessage(), "correct it; see " + FORM.docs());
    }
  }

  /** A text, or null where the key is missing. */
  static String text(YamlMapping of, String key) throws InputException {
    return of.has(key) ? of.text(key, "") : null;
  }

  /** A whole number from 1 on. */
  static long positive(String text) {
    long number = Long.parseLong(text);
    if (number < 1) {
      throw new IllegalArgumentException("must be at least 1 but is " + text);
    }
    return number;
  }

  /** A number of hosts, at most so many that a scenario refuses it. */
  static int hosts(String text) {
    return (int) Math.min(Integer.MAX_VALUE, positive(text));
  }

  /** The texts of a key, one or a list; none if it is missing. */
  static List<String> texts(YamlMapping of, String key) throws InputException {
    return of.isList(key) || !of.has(key) ? of.texts(key) : List.of(of.text(key, ""));
  }

  /** The blocks of a key, one or a list; single addresses are blocks of one. */
  static List<Cidr> networks(YamlMapping of, String key) throws InputException {
    List<Cidr> blocks = new ArrayList<>();
    if (of.has(key)) {
      for (String text : texts(of, key)) {
        try {
          blocks.add(block(text));
        } catch (IllegalArgumentException e) {
          throw of.wrong(key, e.getMessage(), "write 10.0.0.0/16, or [10.0.0.1, 10.0.0.2]");
        }
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

  /** Whether a block is one address. */
  static boolean isAddress(Cidr block) {
    return block.prefixLength() == (block.network().isIpv4() ? ADDRESS_BITS : ADDRESS_BITS_6);
  }

  /** The shares that the key {@code where} asks for; none if it is missing. */
  static List<Share> shares(YamlMapping of) throws InputException {
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
