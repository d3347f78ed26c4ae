package io.stanflow.train;

import io.stanflow.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that training changes, and all that a checkpoint holds. */
final class TrainState {
  final Weights weights;
  final Adam adam;
  final List<EpochReport> reports = new ArrayList<>();

  /** Weights of the best epoch; the starting weights before the first. */
  Weights best;

  /** Bits per flow of each held-out series after the first epoch; empty before. */
  List<Double> first = List.of();

  double bestWatched = Double.POSITIVE_INFINITY;
  int bestEpoch;

  /** Epochs after which training ends, if nothing else ends it before. */
  int plannedEpochs;

  int epoch;
  double seconds;

  TrainState(Weights start, TrainOptions options) {
    weights = start;
    adam = new Adam(start, options.fit().clipNorm(), options.fit().weightDecay());
    best = start;
  }

  void keepBest(double watched) {
    bestWatched = watched;
    bestEpoch = reports.size() + 1;
    best = copy(weights);
  }

  private static Weights copy(Weights weights) {
    Map<String, float[]> copies = new java.util.LinkedHashMap<>();
    weights.tensors().forEach((name, values) -> copies.put(name, values.clone()));
    return weights.with(copies);
  }
}
