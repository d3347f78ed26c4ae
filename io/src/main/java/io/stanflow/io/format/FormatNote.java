package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
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
    String what, Kind edge, long timeUnit, long durationUnit, List<Attribute> attributes) {
  public FormatNote {
    attributes = List.copyOf(attributes);
  }

  /** A format that holds whatever the flows have. */
  public static FormatNote ofAnything(String what) {
    return new FormatNote(what, null, 1, 1, List.of());
  }
}
