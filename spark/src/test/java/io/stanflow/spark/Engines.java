package io.stanflow.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.evaluate.report.Column;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.FlowTable;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What files are by DuckDB, to hold Spark's figures against. */
final class Engines {
  /** Of figures that are sums in another order. */
  private static final double ROUNDING = 1e-9;

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().serializeSpecialFloatingPointValues().create();

  private Engines() {}

  /** A Spark that is quick with little data. */
  static SparkSession spark(Path folder) {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate();
  }

  /** Writes the flows as Parquet. */
  static Path write(FlowTable table, Path file) throws IOException {
    try (FlowWriter writer = FlowFiles.writer(file.toString(), "parquet", table.schema())) {
      table.forEachSeries(
          series -> {
            for (var flow : series.flows()) {
              writer.write(flow);
            }
          });
    }
    return file;
  }

  /** Of a real file its statistics, then those of the halves of its hosts. */
  static List<FlowStatistics> measure(Path file, List<Cidr> internal) throws IOException {
    var all = new ArrayList<FlowStatistics>();
    ReadOptions options = ReadOptions.DEFAULTS.withInternal(internal);
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      try (var source = FlowSource.all("", table)) {
        all.add(FlowStatistics.of(source, RecordTimes.ANY));
      }
      for (long[] half : table.hosts() > 1 ? FlowSource.halves(table) : List.<long[]>of()) {
        try (var source = FlowSource.of(half, "", table)) {
          all.add(FlowStatistics.of(source, RecordTimes.ANY));
        }
      }
    }
    return all;
  }

  /** Fails unless a column has the figures of a file held against a real one. */
  static void compare(
      Column column,
      FlowStatistics real,
      FlowStatistics file,
      FlowStatistics axes,
      Map<String, List<String>> words) {
    Map<String, String> expected = new TreeMap<>();
    add("", GSON.toJsonTree(Fidelity.of(real, file, words)), expected);
    add("plots", GSON.toJsonTree(Plots.of(axes, file)), expected);
    Map<String, String> found = new TreeMap<>();
    add("", GSON.toJsonTree(column.fidelity()), found);
    add("plots", GSON.toJsonTree(column.plots()), found);
    assertThat(found.keySet()).hasSizeGreaterThan(50).isEqualTo(expected.keySet());
    List<String> different = new ArrayList<>();
    expected.forEach(
        (path, value) -> {
          if (!isSame(value, found.get(path))) {
            different.add(path + ": " + value + " by DuckDB, " + found.get(path) + " by Spark");
          }
        });
    assertThat(different).as(column.name()).isEmpty();
  }

  private static boolean isSame(String expected, String found) {
    if (expected.equals(found)) {
      return true;
    }
    try {
      double number = Double.parseDouble(expected);
      double error = Math.abs(number - Double.parseDouble(found));
      return error <= ROUNDING * Math.max(1, Math.abs(number));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void add(String path, JsonElement json, Map<String, String> values) {
    if (json.isJsonObject()) {
      json.getAsJsonObject().asMap().forEach((name, part) -> add(path + "." + name, part, values));
    } else if (json.isJsonArray()) {
      for (int i = 0; i < json.getAsJsonArray().size(); i++) {
        add(path + "." + i, json.getAsJsonArray().get(i), values);
      }
    } else {
      values.put(path, json.isJsonNull() ? "null" : json.getAsString());
    }
  }
}
