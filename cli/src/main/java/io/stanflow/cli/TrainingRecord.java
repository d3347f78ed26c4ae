package io.stanflow.cli;

import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Provenance;
import io.stanflow.train.BitsPerFlow;
import io.stanflow.train.EpochReport;
import io.stanflow.train.TrainOptions;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes down what a model was trained on, how, and with what success; names nothing and nobody.
 */
final class TrainingRecord {
  private final Map<String, String> training = new LinkedHashMap<>();
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  TrainingRecord() {
    training.put("program", "stanflow " + Version.text());
  }

  /** Adds size and period of the training flows. */
  TrainingRecord withTable(DuckTable table, int minFlows) throws IOException {
    put("flows", table.size());
    put("hosts", table.hosts());
    put("flowsLeftOut", table.leftOut());
    put("malformedLinesDropped", table.malformed());
    put("minFlows", minFlows);
    for (Attribute attribute : table.schema().attributes()) {
      if (attribute.kind().isTime() && table.size() > 0) {
        putPeriod(table, attribute.name());
      }
    }
    return this;
  }

  private void putPeriod(DuckTable table, String time) throws IOException {
    String column = '"' + time.replace("\"", "\"\"") + '"';
    String query = "SELECT min(%s), max(%s) FROM flows".formatted(column, column);
    try (Statement statement = table.sql().createStatement();
        ResultSet period = statement.executeQuery(query)) {
      period.next();
      put("firstDay", day(period.getLong(1)));
      put("lastDay", day(period.getLong(2)));
    } catch (SQLException e) {
      throw new IOException("the period of the flows cannot be found: " + e.getMessage(), e);
    }
  }

  /** UTC date of µs since the epoch. */
  private static LocalDate day(long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** Adds how codec, profiles and network were fitted. */
  TrainingRecord withOptions(TrainingData.Options data, TrainOptions options) {
    training.putAll(data.record());
    put("epochs", options.epochs());
    if (options.timeLimit() != null) {
      put("timeLimit", options.timeLimit());
    }
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
   * @param later bits per flow on a later table, or null
   */
  TrainingRecord withResult(TrainingData data, List<EpochReport> reports, BitsPerFlow later) {
    EpochReport best = reports.stream().filter(EpochReport::best).reduce((a, b) -> b).orElseThrow();
    double seconds = reports.get(reports.size() - 1).seconds();
    put("heldOutHosts", data.heldOutHosts());
    put("epochsDone", reports.size());
    put("bestEpoch", best.epoch());
    put("trainingSeconds", String.format(Locale.ROOT, "%.1f", seconds));
    metrics.put("training.exact", best.trainingBits());
    BitsTable.put(BitsTable.HELD_OUT, best.heldOut(), metrics);
    BitsTable.put(BitsTable.BLENDED, best.heldOutBlended(), metrics);
    BitsTable.put(BitsTable.LATER, later, metrics);
    return this;
  }

  private void put(String key, Object value) {
    training.put(key, value.toString());
  }

  Provenance provenance() {
    return new Provenance(training, metrics);
  }
}
