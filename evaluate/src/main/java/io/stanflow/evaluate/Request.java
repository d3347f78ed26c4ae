package io.stanflow.evaluate;

import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.io.load.ReadOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param real file that the model learned from
 * @param test file of other real flows of the same hosts, if there is one
 * @param realOptions how to read these two
 * @param synthetic files to judge, by name
 * @param syntheticOptions how to read those
 * @param times when synthetic flows may be recorded
 * @param baselines generators to set beside them, by name, fitted on the real flows
 * @param model file of the model whose membership is to be attacked, if any is
 * @param version of stanflow
 * @param seed of all samples
 */
public record Request(
    String real,
    Optional<String> test,
    ReadOptions realOptions,
    Map<String, String> synthetic,
    ReadOptions syntheticOptions,
    RecordTimes times,
    Map<String, FlowGenerator> baselines,
    Optional<Path> model,
    String version,
    long seed) {
  public Request {
    synthetic = Collections.unmodifiableMap(new LinkedHashMap<>(synthetic));
    baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
  }
}
