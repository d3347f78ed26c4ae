package io.stanflow.evaluate.report;

import io.stanflow.evaluate.measure.Plots.HeatMap;
import io.stanflow.evaluate.report.Column.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Pairs of attributes as tables of shaded cells, one per file, side by side. */
final class HeatMapSection {
  private static final int SHADES = 9; // as many as the style sheet has
  private static final double LEAST = 1e-4; // share of the palest shade

  private final Html html;
  private final HtmlTables tables;
  private final List<Column> columns;

  HeatMapSection(Html html, HtmlTables tables, List<Column> columns) {
    this.html = html;
    this.tables = tables;
    this.columns =
        columns.stream()
            .filter(column -> column.role() != Role.OTHER_HOSTS && column.role() != Role.BASELINE)
            .toList();
  }

  void write() {
    Function<Column, Map<String, HeatMap>> maps =
        column -> column.plots() == null ? null : column.plots().heatMaps();
    Set<String> pairs = new Cells(columns).names(maps);
    if (!pairs.isEmpty()) {
      html.leaf("h3", "Pairs: % of flows, shaded by the logarithm");
    }
    for (String pair : pairs) {
      html.open("section", "class", "pair").leaf("h4", pair).open("div", "class", "maps");
      for (Column column : columns) {
        HeatMap map = maps.apply(column) == null ? null : maps.apply(column).get(pair);
        if (map != null) {
          write(column.name(), pair, map);
        }
      }
      html.close().close();
    }
  }

  private void write(String file, String pair, HeatMap map) {
    tables.openBox(pair + ", " + file);
    html.open("table", "class", "map").open("caption");
    tables.swatch(file);
    html.text(file).close().open("thead").open("tr").open("td").close();
    map.columns().forEach(name -> html.open("th", "scope", "col").leaf("span", name).close());
    html.close().close().open("tbody");
    for (int i = 0; i < map.rows().size(); i++) {
      html.open("tr").leaf("th", map.rows().get(i), "scope", "row");
      for (int j = 0; j < map.columns().size(); j++) {
        cell(map.rows().get(i) + " × " + map.columns().get(j), map.shares().get(i).get(j));
      }
      html.close();
    }
    html.close().close().close();
  }

  /** Its percentage is readable where it is 1 or more. */
  private void cell(String label, Double share) {
    double known = share == null || !Double.isFinite(share) ? 0 : share;
    String title = String.format(Locale.ROOT, "%s: %.4g %%", label, 100 * known);
    String text = known < 0.01 ? "" : Long.toString(Math.round(100 * known));
    html.leaf("td", text, "class", "k" + shade(known), "title", title);
  }

  /** 0 for none, then 1 to {@link #SHADES} in the logarithm of the share. */
  static int shade(double share) {
    if (share <= 0) {
      return 0;
    }
    double place = Math.log(share / LEAST) / Math.log(1 / LEAST); // 0 palest, 1 everything
    return (int) Math.max(1, Math.min(SHADES, 1 + Math.floor(place * SHADES)));
  }
}
