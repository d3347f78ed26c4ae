package io.stanflow.spark;

import io.stanflow.flow.Cidr;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How flows are prepared for training.
 *
 * @param internal blocks that hold the internal hosts, at least one
 * @param minFlows hosts with fewer flows are left out, as by {@code stanflow train --min-flows}
 * @param mostHosts of more hosts so many are taken, as by {@code --most-hosts}
 * @param columns each {@code ATTRIBUTE}, {@code ATTRIBUTE:KIND} or either with {@code =COLUMN};
 *     none for all columns of the table, by their names
 * @param order a column of whole numbers that grow along the table, which is no attribute then
 * @param output a folder on a file system of Hadoop's that is not there yet
 */
public record PrepareOptions(
    List<Cidr> internal,
    int minFlows,
    int mostHosts,
    List<String> columns,
    Optional<String> order,
    String output) {
  private static final String INTERNAL = "internal";
  private static final String MIN_FLOWS = "minFlows";
  private static final String MOST_HOSTS = "mostHosts";
  private static final String COLUMNS = "columns";
  private static final String ORDER = "order";
  private static final String OUTPUT = "output";
  private static final List<String> ALL =
      List.of(INTERNAL, MIN_FLOWS, MOST_HOSTS, COLUMNS, ORDER, OUTPUT);

  private static final String DEFAULT_MIN_FLOWS = "20";
  private static final String DEFAULT_MOST_HOSTS = "4096";

  public PrepareOptions {
    internal = List.copyOf(internal);
    columns = List.copyOf(columns);
    if (internal.isEmpty() || minFlows < 1 || mostHosts < 1) {
      throw new IllegalArgumentException(
          "internal blocks are needed, and minFlows and mostHosts of at least 1");
    }
  }

  /**
   * Reads options of these names as text, {@code internal} and {@code columns} with commas between.
   *
   * @throws IllegalArgumentException naming the option that is missing, not known or wrong
   */
  public static PrepareOptions of(Map<String, String> given) {
    var texts = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    texts.putAll(given);
    for (String name : texts.keySet()) {
      if (ALL.stream().noneMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "there is no option " + name + "; there are " + String.join(", ", ALL));
      }
    }
    return new PrepareOptions(
        blocks(required(texts, INTERNAL, "the blocks of the internal hosts, such as 10.0.0.0/8")),
        number(MIN_FLOWS, texts.getOrDefault(MIN_FLOWS, DEFAULT_MIN_FLOWS)),
        number(MOST_HOSTS, texts.getOrDefault(MOST_HOSTS, DEFAULT_MOST_HOSTS)),
        texts.containsKey(COLUMNS) ? list(texts.get(COLUMNS)) : List.of(),
        Optional.ofNullable(texts.get(ORDER)),
        required(texts, OUTPUT, "a folder that is not there yet"));
  }

  private static String required(Map<String, String> texts, String name, String what) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("option " + name + " is missing: " + what);
    }
    return text;
  }

  private static List<Cidr> blocks(String text) {
    try {
      return list(text).stream().map(Cidr::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option " + INTERNAL + ": " + e.getMessage(), e);
    }
  }

  private static int number(String name, String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrongNumber(name, text), e);
    }
    throw new IllegalArgumentException(wrongNumber(name, text));
  }

  private static String wrongNumber(String name, String text) {
    return "option %s: '%s' is no whole number of at least 1".formatted(name, text);
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
