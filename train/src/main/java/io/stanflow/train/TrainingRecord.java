package io.stanflow.train;

import io.stanflow.fit.HeldOutHosts;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.FlowTable;
import io.stanflow.model.Provenance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * Writes down what a model was trained on, how, and with what success; names nothing and nobody.
 */
final class TrainingRecord {
  private final Map<String, String> training = new LinkedHashMap<>();
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  /** Adds size, origin and period of the training flows. */
  TrainingRecord withTable(FlowTable table, Training.Origin origin, TrainingData data) {
    if (!origin.program().isEmpty()) {
      put("program", origin.program());
    }
    put("flows", table.size());
    put("hosts", table.hosts());
    training.putAll(origin.reading());
    LongSummaryStatistics times = data.recordTimes();
    if (times.getCount() > 0) {
      put("firstDay", day(times.getMin()));
      put("lastDay", day(times.getMax()));
    }
    return this;
  }

  /** UTC date of µs since the epoch. */
  private static LocalDate day(long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** Adds how codec, profiles and network were fitted. */
  TrainingRecord withOptions(TrainOptions options) {
    training.putAll(options.data().record());
    put("epochs", options.epochs());
    options.timeLimit().ifPresent(limit -> put("timeLimit", limit));
    put("patience", options.patience());
    put("workers", options.workers());
    put("device", options.device());
    put("learningRate", options.fit().learningRate());
    put("batchRows", options.fit().batchRows());
    put("chunkRows", options.fit().chunkRows());
    put("clipNorm", options.fit().clipNorm());
    put("weightDecay", options.fit().weightDecay());
    put("dropout", options.fit().dropout());
    put("profileNoise", options.fit().profileNoise());
    return this;
  }

  /**
   * Adds what training reached.
   *
   * @param reports of all epochs, at least one
   */
  TrainingRecord withResult(TrainingData data, List<EpochReport> reports) {
    EpochReport best = reports.stream().filter(EpochReport::best).reduce((a, b) -> b).orElseThrow();
    double seconds = reports.get(reports.size() - 1).seconds();
    put("heldOutHosts", data.heldOutHosts().size());
    put(HeldOutHosts.PLACES, HeldOutHosts.text(data.heldOutHosts()));
    put("epochsDone", reports.size());
    put("bestEpoch", best.epoch());
    put("trainingSeconds", String.format(Locale.ROOT, "%.1f", seconds));
    metrics.put("training.exact", best.trainingBits());
    if (best.heldOut() != null) {
      best.heldOut().record(BitsPerFlow.HELD_OUT, metrics);
    }
    if (best.heldOutBlended() != null) {
      best.heldOutBlended().record(BitsPerFlow.BLENDED, metrics);
    }
    return this;
  }

  /** Adds what the model needs for a later table's flows. */
  void withLater(BitsPerFlow bits) {
    bits.record(BitsPerFlow.LATER, metrics);
  }

  private void put(String key, Object value) {
    training.put(key, value.toString());
  }

  Provenance provenance() {
    return new Provenance(training, metrics);
  }
}
