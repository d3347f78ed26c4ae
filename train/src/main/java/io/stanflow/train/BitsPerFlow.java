package io.stanflow.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean negative log-likelihood, bits per flow.
 *
 * @param rows flows averaged over
 * @param exact bits for the exact values
 * @param classes bits for the classes and components alone, the place inside an interval excluded
 * @param fields exact bits by field, in order
 */
public record BitsPerFlow(long rows, double exact, double classes, Map<String, Double> fields) {
  /** Name in a model's metrics of held-out rows under their own hosts' profiles. */
  public static final String HELD_OUT = "heldOut";

  /** Held-out rows under blends of other hosts' profiles. */
  public static final String BLENDED = "heldOutBlended";

  /** A later period of the training hosts. */
  public static final String LATER = "later";

  /** Follows the rows' name in that of the metric for exact values. */
  public static final String EXACT = ".exact";

  /** Follows the rows' name in that of the metric for classes alone. */
  public static final String CLASSES = ".classes";

  public BitsPerFlow {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Adds these figures to a model's metrics: ROWS.exact, ROWS.classes and ROWS.FIELD. */
  void record(String rows, Map<String, Double> metrics) {
    metrics.put(rows + EXACT, exact);
    metrics.put(rows + CLASSES, classes);
    fields.forEach((field, bits) -> metrics.put(rows + "." + field, bits));
  }
}
