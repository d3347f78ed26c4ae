package io.stanflow.complete;

import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of single flows are missing, though their schema has the attribute.
 *
 * @param marks name of a count of the flows, none of their own attributes, that says so; null where
 *     every flow has what its schema has
 * @param attributes the i-th of them is missing where bit i of {@code marks} is set; 63 at most
 * @param found those that some flow lacks
 */
public record Gaps(String marks, List<String> attributes, Set<String> found) {
  /** None. */
  public static final Gaps NONE = new Gaps(null, List.of(), Set.of());

  public Gaps {
    attributes = List.copyOf(attributes);
    found = Set.copyOf(found);
  }

  /**
   * What is missing in a table; reads it once, or not if it has no {@code marks}.
   *
   * @throws IOException if it cannot be read
   */
  public static Gaps of(FlowTable table, String marks, List<String> attributes) throws IOException {
    if (!table.schema().has(marks)) {
      return NONE;
    }
    long[] any = new long[1];
    table.forEachSeries(
        series -> {
          for (Flow flow : series.flows()) {
            any[0] |= flow.number(marks);
          }
        });
    Set<String> found = new HashSet<>();
    for (int i = 0; i < attributes.size(); i++) {
      if ((any[0] >> i & 1) == 1) {
        found.add(attributes.get(i));
      }
    }
    return new Gaps(marks, attributes, found);
  }

  /** Whether the flow's value of this attribute stands for none. */
  boolean lack(Flow flow, String attribute) {
    int bit = attributes.indexOf(attribute);
    return bit >= 0 && (flow.number(marks) >> bit & 1) == 1;
  }
}
