package io.stanflow.model;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.FlowTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Models that nobody trained. */
public final class Models {
  private Models() {}

  /** Random weights on a codec fitted to {@code table}; profiles of k hosts. */
  public static Model random(FlowTable table, int k, long seed) throws IOException {
    var data = TrainingData.fit(table, new TrainingData.Options(k, k, 0, 1));
    return random(data.codec(), data.modelProfiles(), seed);
  }

  /** The same model of a file that had the flows of one time in another order. */
  public static Model with(Model model, TieSpec ties) {
    var codec = new FlowCodec(model.codec().spec().withTies(ties));
    List<Profile> profiles =
        model.profiles().stream()
            .map(p -> codec.profile(p.spec(), p.vector(), p.priors(), p.logMarginals()))
            .toList();
    return new Model(
        codec,
        model.architecture(),
        model.weights(),
        profiles,
        model.words(),
        model.provenance(),
        model.table());
  }

  /** Random weights, every tensor of them, biases too. */
  public static Model random(FlowCodec codec, List<Profile> profiles, long seed) {
    int vector = profiles.get(0).vector().length;
    var architecture = new Architecture(9, 7, List.of(1, 2, 3), 5, vector);
    Weights start = Weights.random(architecture, codec.layout(), seed);
    var random = new SplittableRandom(seed);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Architecture.TensorSpec spec : start.specs()) {
      float[] tensor = start.get(spec.name()).clone();
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] += (float) (0.2 * random.nextGaussian());
      }
      values.put(spec.name(), tensor);
    }
    var provenance = new Provenance(Map.of("flows", "some"), Map.of("bits", 1.5));
    return new Model(codec, architecture, start.with(values), profiles, provenance);
  }
}
