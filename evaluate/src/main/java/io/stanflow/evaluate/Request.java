package io.stanflow.evaluate;

import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.io.load.ReadOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param real files that the model learned from, at least one
 * @param test files of other real flows of the same hosts, if there are any
 * @param realOptions how to read these
 * @param synthetic files to judge, by name
 * @param syntheticOptions how to read those
 * @param times when synthetic flows may be recorded
 * @param baselines generators to set beside them, by name, fitted on the real flows
 * @param model file of the model whose membership is to be attacked, if any is
 * @param version of stanflow
 * @param seed of all samples
 */
public record Request(
    List<String> real,
    List<String> test,
    ReadOptions realOptions,
    Map<String, String> synthetic,
    ReadOptions syntheticOptions,
    RecordTimes times,
    Map<String, FlowGenerator> baselines,
    Optional<Path> model,
    String version,
    long seed) {
  public Request {
    real = List.copyOf(real);
    test = List.copyOf(test);
    synthetic = Collections.unmodifiableMap(new LinkedHashMap<>(synthetic));
    baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
  }
}
