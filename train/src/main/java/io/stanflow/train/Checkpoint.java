package io.stanflow.train;

import com.google.gson.Gson;
import io.stanflow.codec.FlowCodec;
import io.stanflow.model.Architecture;
import io.stanflow.model.Archive;
import io.stanflow.model.ModelException;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Safetensors;
import io.stanflow.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a training after an epoch, at full precision: with the same data and options it goes
 * on exactly as if it had not stopped. Written whole or not at all.
 */
final class Checkpoint {
  private static final String STATE = "state.json";
  private static final String CODEC = "codec.json";
  private static final List<String> PARTS =
      List.of("weights.safetensors", "best.safetensors", "first.safetensors", "second.safetensors");
  private static final Gson GSON = new Gson();

  private Checkpoint() {}

  /** The parts of {@link TrainState} that are no tensors, and what they depend on. */
  private record State(
      Architecture architecture,
      long seed,
      TrainOptions.Fit fit,
      int workers,
      int plannedEpochs,
      long steps,
      int epoch,
      double seconds,
      double bestWatched,
      int bestEpoch,
      List<Double> first,
      List<EpochReport> reports) {}

  static void write(
      Path file, Architecture architecture, FlowCodec codec, TrainOptions options, TrainState state)
      throws IOException {
    var json =
        new State(
            architecture,
            options.seed(),
            options.fit(),
            options.workers(),
            state.plannedEpochs,
            state.adam.steps(),
            state.epoch,
            state.seconds,
            state.bestWatched,
            state.bestEpoch,
            state.first,
            state.reports);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(STATE, GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
    entries.put(CODEC, ModelFile.text(codec.spec()).getBytes(StandardCharsets.UTF_8));
    List<Map<String, float[]>> parts =
        List.of(
            state.weights.tensors(),
            state.best.tensors(),
            state.adam.firstMoments(),
            state.adam.secondMoments());
    for (int i = 0; i < PARTS.size(); i++) {
      entries.put(PARTS.get(i), tensors(state.weights, parts.get(i)));
    }
    Archive.write(file, entries);
  }

  private static byte[] tensors(Weights shapes, Map<String, float[]> values) {
    Map<String, Safetensors.Stored> stored = new LinkedHashMap<>();
    for (Architecture.TensorSpec spec : shapes.specs()) {
      stored.put(spec.name(), new Safetensors.Stored(spec.shape(), values.get(spec.name())));
    }
    return Safetensors.write(stored, false);
  }

  /**
   * Sets {@code state}, a training's start, to where the checkpoint was.
   *
   * @throws TrainException if it is of another table, architecture or seed, or of more epochs
   */
  static TrainState read(
      Path file, Architecture architecture, FlowCodec codec, TrainOptions options, TrainState state)
      throws IOException {
    Map<String, byte[]> entries = Archive.read(file);
    if (!entries.containsKey(STATE) || !entries.containsKey(CODEC)) {
      throw new ModelException(
          ModelException.Kind.FOREIGN,
          file.toString(),
          "not a checkpoint",
          "train without --resume");
    }
    State saved =
        GSON.fromJson(new String(entries.get(STATE), StandardCharsets.UTF_8), State.class);
    boolean sameData =
        ModelFile.text(codec.spec()).equals(new String(entries.get(CODEC), StandardCharsets.UTF_8));
    boolean sameRun =
        saved.architecture().equals(architecture)
            && saved.seed() == options.seed()
            && saved.fit().equals(options.fit())
            && saved.workers() == options.workers()
            && saved.first() != null;
    if (!sameData || !sameRun) {
      throw new TrainException(
          "%s: the checkpoint is of other %s; repeat that call with --resume, or delete the file"
              .formatted(file, sameData ? "options" : "training data"));
    }
    checkEpochs(file, saved, state.plannedEpochs);
    copy(entries.get(PARTS.get(0)), state.weights.tensors());
    Map<String, float[]> best = new LinkedHashMap<>();
    Safetensors.read(entries.get(PARTS.get(1))).forEach((k, v) -> best.put(k, v.values()));
    state.best = state.weights.with(best);
    copy(entries.get(PARTS.get(2)), state.adam.firstMoments());
    copy(entries.get(PARTS.get(3)), state.adam.secondMoments());
    state.adam.resume(saved.steps());
    state.epoch = saved.epoch();
    state.seconds = saved.seconds();
    state.bestWatched = saved.bestWatched();
    state.bestEpoch = saved.bestEpoch();
    state.first = saved.first();
    state.reports.addAll(saved.reports());
    return state;
  }

  /** Fewer epochs would end the run at once, or too early, and its checkpoint with it. */
  private static void checkEpochs(Path file, State saved, int planned) throws TrainException {
    boolean limited = saved.plannedEpochs() < TrainOptions.ENDLESS;
    int least = limited ? Math.max(saved.plannedEpochs(), saved.epoch()) : saved.epoch();
    if (planned < least) {
      throw new TrainException(
          ("%s: the checkpoint is of a run of %d epochs, %d of them done, and this one asks for %d;"
                  + " repeat that call with --resume, ask for more epochs, or delete the file")
              .formatted(file, least, saved.epoch(), planned));
    }
  }

  private static void copy(byte[] bytes, Map<String, float[]> to) {
    Safetensors.read(bytes)
        .forEach(
            (name, stored) ->
                System.arraycopy(stored.values(), 0, to.get(name), 0, stored.values().length));
  }
}
