package io.stanflow.cli;

import io.stanflow.generate.HostKind;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Kinds of hosts in lines of text: what they do, and as heat maps. */
final class KindsTable {
  private static final int NAMED_SERVICES = 3;
  private static final double NAMED_SHARE = 0.05;
  private static final String LABEL = "  %-20s ";
  private static final int LABEL_WIDTH = 23;
  private static final String SHADES = " ░▒▓█";
  private static final String PLAIN_SHADES = " .:*#";

  private final List<HostKind> kinds;
  private final String shades;

  KindsTable(List<HostKind> kinds) {
    this.kinds = kinds;
    shades = Charset.defaultCharset().newEncoder().canEncode(SHADES) ? SHADES : PLAIN_SHADES;
  }

  /** A line for each kind, below a head. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        line("kinds of hosts")
            + format(
                "%6s  %23s  %-15s  %s", "hosts", "flows a day, quartiles", "when", "flows of"));
    for (HostKind kind : kinds) {
      List<Double> flows = kind.flowsPerDay();
      lines.add(
          line(kind.name())
              + format("%6s", percent(kind.share()))
              + format("  %,7.0f %,7.0f %,7.0f", flows.get(0), flows.get(1), flows.get(2))
              + format("  %-15s  %s", kind.rhythm(), services(kind)));
    }
    return lines;
  }

  private static String services(HostKind kind) {
    Map<String, Double> named = new LinkedHashMap<>();
    kind.services()
        .forEach(
            (service, share) -> {
              if (named.size() < NAMED_SERVICES && (named.isEmpty() || share >= NAMED_SHARE)) {
                named.put(service, share);
              }
            });
    named.putAll(kind.words());
    return named.entrySet().stream()
        .map(entry -> entry.getKey() + " " + percent(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Heat map of the hours of the day, each kind's busiest one darkest. */
  List<String> hours() {
    List<String> lines = new ArrayList<>();
    lines.add(line("flows by the hour") + format("%-12s%-12s%-12s%s", "0", "6", "12", "18"));
    for (HostKind kind : kinds) {
      double most = Collections.max(kind.hours());
      lines.add(
          line(kind.name())
              + kind.hours().stream()
                  .map(share -> shade(most == 0 ? 0 : share / most).repeat(2))
                  .collect(Collectors.joining())
                  .stripTrailing());
    }
    return lines;
  }

  /**
   * Heat map of services: black is every flow of a kind.
   *
   * @param width characters in a line
   */
  List<String> services(int width) {
    List<String> services = new ArrayList<>();
    int used = LABEL_WIDTH;
    for (String service : frequent()) {
      used += column(service);
      if (used <= width) {
        services.add(service);
      }
    }
    List<String> lines = new ArrayList<>();
    for (int word = 0; word < 2; word++) { // a service, and below it the side
      StringBuilder head = new StringBuilder(line(word == 0 ? "flows by service" : ""));
      for (String service : services) {
        String[] words = service.split(" ", 2);
        head.append(format("%-" + column(service) + "s", word < words.length ? words[word] : ""));
      }
      lines.add(head.toString().stripTrailing());
    }
    for (HostKind kind : kinds) {
      StringBuilder line = new StringBuilder(line(kind.name()));
      for (String service : services) {
        int column = column(service);
        String shade = shade(kind.services().getOrDefault(service, 0.0));
        line.append(shade.repeat(column - 1)).append(' ');
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Services of all kinds, those first that kinds have more of. */
  private List<String> frequent() {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (HostKind kind : kinds) {
      kind.services()
          .forEach((service, share) -> sums.merge(service, share * kind.share(), Double::sum));
    }
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int column(String service) {
    int longest = 0;
    for (String word : service.split(" ", 2)) {
      longest = Math.max(longest, word.length());
    }
    return longest + 1;
  }

  /** Pale from 1 % on. */
  private String shade(double share) {
    int shade = (int) Math.ceil(share * (shades.length() - 1) - 0.01 * (shades.length() - 1));
    return String.valueOf(shades.charAt(Math.max(0, shade)));
  }

  private static String line(String label) {
    return format(LABEL, label);
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
