package io.stanflow.io;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Timestamp.Edge;
import io.stanflow.flow.Schema;
import java.util.List;

/**
 * What a format is and holds.
 *
 * @param what in a few words
 * @param edge which end of a flow its files record, or null if their columns say so, or none do
 * @param timeUnit µs that times are multiples of when written; 0 if there is no time
 * @param durationUnit µs that durations are multiples of when written
 * @param attributes that its files may hold, or empty if any
 */
public record FormatNote(
    String what, Edge edge, long timeUnit, long durationUnit, List<Attribute> attributes) {
  public FormatNote {
    attributes = List.copyOf(attributes);
  }

  static FormatNote of(String what, Edge edge, long timeUnit, long durationUnit, TextTable table) {
    return new FormatNote(what, edge, timeUnit, durationUnit, table.attributes());
  }

  static FormatNote of(String what, Edge edge, long timeUnit, long durationUnit, Schema schema) {
    return new FormatNote(what, edge, timeUnit, durationUnit, schema.attributes());
  }

  /** A format that holds whatever the flows have. */
  static FormatNote ofAnything(String what) {
    return new FormatNote(what, null, 1, 1, List.of());
  }
}
