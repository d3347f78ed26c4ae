package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Column.Role;
import io.stanflow.evaluate.report.Table.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes the rows of tables: one cell per file, a dash where a part was not measured. */
record Cells(List<Column> columns) {
  static final String NONE = "-";

  /**
   * One figure of each file.
   *
   * @param part of a column, null where not measured
   * @param text of the figure, null where the part lacks it
   */
  <P> Row row(String label, Function<Column, P> part, Function<P, String> text) {
    var cells = new ArrayList<String>();
    for (Column column : columns) {
      P measured = part.apply(column);
      String cell = measured == null ? null : text.apply(measured);
      cells.add(cell == null ? NONE : cell);
    }
    return new Row(label, cells);
  }

  /** Rows of one part of the columns, null where not measured; none if no file has it. */
  <P> Part<P> part(Function<Column, P> part) {
    return new Part<>(part);
  }

  /** Rows in the making. */
  final class Part<P> {
    private final Function<Column, P> part;
    private final List<Row> rows = new ArrayList<>();

    private Part(Function<Column, P> part) {
      this.part = part;
    }

    /** Adds the row of a figure. */
    Part<P> row(String label, Function<P, String> text) {
      if (any(part)) {
        rows.add(Cells.this.row(label, part, text));
      }
      return this;
    }

    List<Row> rows() {
      return rows;
    }
  }

  /** A distance of each file; marks synthetic ones beyond those of all other real flows. */
  Row distance(String label, Function<Column, Double> value) {
    var bound = Double.NaN; // the largest distance of other real flows
    for (Column column : columns) {
      Double distance = value.apply(column);
      if (distance != null && column.role().isReal() && column.role() != Role.REAL) {
        bound = Double.isNaN(bound) ? distance : Math.max(bound, distance);
      }
    }
    Set<Integer> far = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      Double distance = value.apply(columns.get(i));
      if (distance != null && !columns.get(i).role().isReal() && distance > bound) {
        far.add(i);
      }
    }
    return new Row(label, row(label, value, Cells::number).cells(), far);
  }

  /** The keys of a map of all files, in the order in which they first appear. */
  <V> Set<String> names(Function<Column, Map<String, V>> part) {
    var names = new LinkedHashSet<String>();
    for (Column column : columns) {
      Map<String, V> named = part.apply(column);
      if (named != null) {
        names.addAll(named.keySet());
      }
    }
    return names;
  }

  /** Whether any file has a part. */
  boolean any(Function<Column, ?> part) {
    return columns.stream().anyMatch(column -> part.apply(column) != null);
  }

  /** A table with a column per file. */
  Table table(String title, String note, List<Row> rows) {
    var head = new ArrayList<>(List.of(""));
    columns.forEach(column -> head.add(column.name()));
    return new Table(title, note, head, rows);
  }

  static String number(Double value) {
    if (value == null || value.isNaN()) {
      return NONE;
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    boolean large = Math.abs(value) >= 1000;
    return String.format(Locale.ROOT, whole ? "%.0f" : large ? "%.1f" : "%.4f", value);
  }

  /** A share in [0, 1] as %. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  static String interval(double value, double low, double high) {
    return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, low, high);
  }
}
