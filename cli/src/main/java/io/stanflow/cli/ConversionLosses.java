package io.stanflow.cli;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.FormatNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a translation from one format to another loses and makes up. */
final class ConversionLosses {
  /** Each is computed from the others where a format has totals or directions. */
  private static final Set<String> DIRECTIONS =
      Set.of("reversePackets", "reverseBytes", "sourcePackets", "sourceBytes");

  private ConversionLosses() {}

  /** Sentences for the user; none if nothing is lost. */
  static List<String> of(Schema schema, FormatNote from, FormatNote to) {
    var losses = new ArrayList<String>();
    if (to.attributes().isEmpty()) {
      return losses;
    }
    List<String> held = to.attributes().stream().map(Attribute::name).toList();
    List<String> given = schema.attributes().stream().map(Attribute::name).toList();
    String lost = missing(given, held);
    if (!lost.isEmpty()) {
      losses.add("not held by the new format: " + lost);
    }
    String filled = missing(held, given);
    if (!filled.isEmpty()) {
      losses.add("not in the flows, defaults written: " + filled);
    }
    if (schema.has(Schema.TIME) && to.timeUnit() > from.timeUnit()) {
      losses.add("times are cut to " + unit(to.timeUnit()));
    }
    if (schema.has(Schema.DURATION) && to.durationUnit() > from.durationUnit()) {
      losses.add("durations are rounded to " + unit(to.durationUnit()));
    }
    return losses;
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
