package io.stanflow.train;

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
  public BitsPerFlow {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
