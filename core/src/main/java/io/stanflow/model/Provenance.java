package io.stanflow.model;

import io.stanflow.flow.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a model comes from and how good it was found to be. Names no host, no address and no path.
 *
 * @param training what it was trained on and how: flows, hosts, period, options
 * @param metrics measured figures, such as bits per flow on held-out hosts, in total and by field
 */
public record Provenance(
    Map<String, String> training, @Range(least = -1e15, most = 1e15) Map<String, Double> metrics) {
  public Provenance {
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
