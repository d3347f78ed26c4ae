package io.stanflow.spark;

import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.generate.GoldenModelTest;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The flows of core's golden model, by the library and by Spark, as lines that can be compared. */
final class GoldenFlows {
  private GoldenFlows() {}

  /** Writes the model file. */
  static Path model(Path folder) throws IOException {
    Path file = folder.resolve("golden.stanflow");
    try (InputStream in = GoldenModelTest.class.getResourceAsStream("format-9.stanflow")) {
      Files.copy(in, file);
    }
    return file;
  }

  /** The flows of a scenario, as the library generates them, sorted. */
  static List<String> expected(Path model, Scenario scenario) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var flows = StanflowModel.load(model).generate(scenario)) {
      flows.forEach(flow -> lines.add(line(flow)));
    }
    return lines.stream().sorted().toList();
  }

  static String line(Flow flow) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < flow.schema().size(); i++) {
      Kind kind = flow.schema().kind(i);
      Held held = kind.held();
      values.add(
          held == Held.NUMBER
              ? Long.toString(flow.number(i))
              : held == Held.REAL
                  ? Double.toString(flow.real(i))
                  : held == Held.WORD ? flow.word(i) : flow.address(i).toString());
    }
    return String.join(",", values);
  }

  /** The rows that Spark reads, sorted. */
  static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(GoldenFlows::line).sorted().toList();
  }

  private static String line(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.add(
          value instanceof Timestamp time
              ? Long.toString(ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant()))
              : value.toString());
    }
    return String.join(",", values);
  }
}
