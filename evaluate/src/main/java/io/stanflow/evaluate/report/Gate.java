package io.stanflow.evaluate.report;

import com.google.gson.JsonElement;
import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.io.file.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Limits that the figures of every synthetic file must keep; docs/gate.md has the format. */
public final class Gate {
  private final String file;
  private final Map<String, Map<Limit, Double>> limits; // by path

  /**
   * A figure beyond its limit.
   *
   * @param file name of the synthetic column
   * @param limit its name and value in the gate's file
   * @param bound what the figure was compared with
   */
  public record Failure(String file, String path, double value, String limit, double bound) {

    /** Failures as aligned lines, each ended. */
    public static String text(List<Failure> failures) {
      int files = failures.stream().mapToInt(failure -> failure.file.length()).max().orElse(0);
      int paths = failures.stream().mapToInt(failure -> failure.path.length()).max().orElse(0);
      var text = new StringBuilder();
      for (Failure failure : failures) {
        String name = failure.file + " ".repeat(files - failure.file.length());
        String path = failure.path + " ".repeat(paths - failure.path.length());
        text.append(Html.visible(name)).append("  ").append(path);
        text.append(String.format(Locale.ROOT, "  %10.6g", failure.value));
        text.append("  beyond ").append(failure.limit);
        text.append(String.format(Locale.ROOT, " (%.6g)%n", failure.bound));
      }
      return text.toString();
    }
  }

  private Gate(String file, Map<String, Map<Limit, Double>> limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Reads limits.
   *
   * @throws InputException if the file is not of the format
   */
  public static Gate read(Path path) throws IOException {
    return new Gate(path.toString(), GateFile.read(path));
  }

  /**
   * The figures of synthetic files that are beyond their limits, by file and then in the order of
   * the gate's file.
   *
   * @throws InputException if a limit is set for what the report does not have
   */
  public List<Failure> check(Report report) throws InputException {
    var json = new IdentityHashMap<Column, JsonElement>();
    report.columns().forEach(column -> json.put(column, ReportJson.of(column)));
    var failures = new ArrayList<Failure>();
    for (Column column : report.columns(Role.SYNTHETIC)) {
      for (var path : limits.entrySet()) {
        double value = value(column, json.get(column), path.getKey());
        for (var limit : path.getValue().entrySet()) {
          Column unit = unit(report, path.getKey(), limit.getKey());
          double times = unit == null ? 1 : value(unit, json.get(unit), path.getKey());
          double bound = limit.getValue() * times;
          if (!limit.getKey().allows(value, bound)) {
            String text = limit.getKey().key() + " " + limit.getValue();
            failures.add(new Failure(column.name(), path.getKey(), value, text, bound));
          }
        }
      }
    }
    return failures;
  }

  /** The column whose figure is the unit of a limit, or null for a plain limit. */
  private Column unit(Report report, String path, Limit limit) throws InputException {
    if (limit.yardstick() == null) {
      return null;
    }
    List<Column> columns = report.columns(limit.yardstick());
    if (columns.isEmpty()) {
      throw new InputException(
          file,
          "%s of %s has no real flows to compare with".formatted(limit.key(), path),
          limit == Limit.MAX_TIMES_LATER ? "pass --test" : "pass a real file of several hosts");
    }
    return columns.get(0);
  }

  private double value(Column column, JsonElement json, String path) throws InputException {
    JsonElement found = FigurePath.find(json, path);
    if (found == null) {
      throw new InputException(
          file,
          "%s has no figure %s".formatted(column.name(), path),
          "see docs/gate.md and the names that --json writes");
    } else if (found.isJsonNull()) {
      throw unmeasured(column, path);
    } else if (!found.isJsonPrimitive() || !found.getAsJsonPrimitive().isNumber()) {
      throw new InputException(
          file,
          "%s is not one number".formatted(path),
          "name one of the figures in it; --json writes their names");
    } else if (!Double.isFinite(found.getAsDouble())) {
      throw unmeasured(column, path);
    }
    return found.getAsDouble();
  }

  private InputException unmeasured(Column column, String path) {
    return new InputException(
        file,
        "%s was not measured for %s".formatted(path, column.name()),
        "take the limit out, or pass what the measure needs, such as --test");
  }
}
