package io.stanflow.generate;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.codec.spec.SweepSpec.Kind;
import io.stanflow.codec.spec.SweepSpec.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * The sweeps that a model has learned, by what they come to: {@code tcp/23} for a port of the
 * hosts, {@code from tcp/80} for one of whoever sweeps, {@code icmp}, or {@code any} where visits
 * differ.
 */
public final class SweepKinds {
  /** Kinds that a message names. */
  private static final int MOST_NAMED = 12;

  private final Map<String, List<Kind>> kinds = new LinkedHashMap<>();

  /** Those of a codec, the most frequent first. */
  public SweepKinds(CodecSpec codec) {
    SweepSpec sweeps = codec.sweeps();
    Map<String, List<Kind>> named = new LinkedHashMap<>();
    for (Kind kind : sweeps == null ? List.<Kind>of() : sweeps.kinds()) {
      named.computeIfAbsent(name(codec, kind.template()), x -> new ArrayList<>()).add(kind);
    }
    named.entrySet().stream()
        .sorted(Comparator.comparingLong(each -> -count(each.getValue())))
        .forEach(each -> kinds.put(each.getKey(), each.getValue()));
  }

  private static String name(CodecSpec codec, Template template) {
    if (template.protocol() < 0) {
      return "any";
    }
    String protocol = codec.protocols()[template.protocol()].toLowerCase(Locale.ROOT);
    if (template.localPort() > 0) {
      return protocol + "/" + template.localPort();
    }
    return template.peerPort() > 0 ? "from " + protocol + "/" + template.peerPort() : protocol;
  }

  private static long count(List<Kind> kinds) {
    return kinds.stream().mapToLong(Kind::count).sum();
  }

  /** How many sweeps of each kind the training flows have, the most first. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    kinds.forEach((name, of) -> counts.put(name, count(of)));
    return counts;
  }

  /**
   * The forms that sweeps of a kind take.
   *
   * @param name null for all kinds
   * @throws IllegalArgumentException if the model has none, naming those that it has
   */
  List<Kind> of(String name) {
    List<Kind> found =
        kinds.entrySet().stream()
            .filter(each -> name == null || each.getKey().equals(name))
            .map(Entry::getValue)
            .flatMap(List::stream)
            .toList();
    if (found.isEmpty()) {
      String known = kinds.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
      int more = Math.max(0, kinds.size() - MOST_NAMED);
      throw new IllegalArgumentException(
          "the model has learned no campaign%s; %s"
              .formatted(
                  name == null ? "" : " '" + name + "'",
                  kinds.isEmpty()
                      ? "nobody swept its training network"
                      : "it has " + known + (more > 0 ? " and " + more + " more" : "")));
    }
    return found;
  }
}
