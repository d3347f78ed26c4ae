package io.stanflow.cli;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FormatNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a format loses of flows and makes up for them; a sentence each, for the user. */
final class FormatLosses {
  /** Each is computed from the others where a format has totals or directions. */
  private static final Set<String> DIRECTIONS =
      Set.of("reversePackets", "reverseBytes", "sourcePackets", "sourceBytes");

  private FormatLosses() {}

  /** What a translation from one format to another loses. */
  static List<String> of(Schema schema, String from, String to) {
    List<String> losses = of(schema, to);
    FormatNote old = note(from);
    FormatNote wanted = note(to);
    if (wanted.attributes().isEmpty()) {
      return losses;
    }
    if (schema.has(Schema.TIME) && wanted.timeUnit() > old.timeUnit()) {
      losses.add("times are cut to " + unit(wanted.timeUnit()));
    }
    if (schema.has(Schema.DURATION) && wanted.durationUnit() > old.durationUnit()) {
      losses.add("durations are rounded to " + unit(wanted.durationUnit()));
    }
    return losses;
  }

  /** Attributes that a format cannot hold, and those that it needs. */
  static List<String> of(Schema schema, String format) {
    var losses = new ArrayList<String>();
    FormatNote to = note(format);
    if (to.attributes().isEmpty()) {
      return losses;
    }
    List<String> held = to.attributes().stream().map(Attribute::name).toList();
    List<String> given = schema.attributes().stream().map(Attribute::name).toList();
    String lost = missing(given, held);
    if (!lost.isEmpty()) {
      losses.add("not held by " + format + ": " + lost);
    }
    String filled = missing(held, given);
    if (!filled.isEmpty()) {
      losses.add("not in the flows, defaults written: " + filled);
    }
    return losses;
  }

  private static FormatNote note(String name) {
    return FlowFiles.formats().stream()
        .filter(candidate -> candidate.name().equals(name))
        .map(FlowFormat::note)
        .findFirst()
        .orElseThrow();
  }

  private static String missing(List<String> names, List<String> there) {
    boolean directions = there.stream().anyMatch(DIRECTIONS::contains);
    return names.stream()
        .filter(name -> !there.contains(name))
        .filter(name -> !(directions && DIRECTIONS.contains(name)))
        .collect(Collectors.joining(", "));
  }

  private static String unit(long micros) {
    return micros >= 1_000_000 ? "whole seconds" : "milliseconds";
  }
}
