package io.stanflow.complete;

import io.stanflow.flow.Flow;
import java.util.List;

/**
 * Which values of single flows are missing, though their schema has the attribute.
 *
 * @param marks name of a count of the flows, none of their own attributes, that says so; null
 *     where every flow has what its schema has
 * @param attributes the i-th of them is missing where bit i of {@code marks} is set; 63 at most
 */
public record Gaps(String marks, List<String> attributes) {
  /** None. */
  public static final Gaps NONE = new Gaps(null, List.of());

  public Gaps {
    attributes = List.copyOf(attributes);
  }

  /** Whether the flow's value of this attribute stands for none. */
  boolean lack(Flow flow, String attribute) {
    int bit = attributes.indexOf(attribute);
    return bit >= 0 && (flow.number(marks) >> bit & 1) == 1;
  }
}
