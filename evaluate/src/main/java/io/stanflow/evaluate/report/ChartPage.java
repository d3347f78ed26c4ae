package io.stanflow.evaluate.report;

import com.google.gson.GsonBuilder;
import io.stanflow.evaluate.report.Charts.Chart;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A page with charts as one HTML file that needs nothing else and may ask for nothing else: its
 * policy names its own style and scripts by their hashes and forbids all requests.
 *
 * @param columns files that the charts are of
 * @param charts in the order of their canvases
 */
record ChartPage(String title, List<Column> columns, List<Chart> charts) {

  /**
   * The page.
   *
   * @param body writes what is in it
   */
  String write(BiConsumer<Html, HtmlTables> body) {
    var html = new Html();
    var assets = new PageAssets();
    html.open("html", "lang", "en");
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy());
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.leaf("title", title).open("style").raw(assets.style()).close().close();
    html.open("body").open("main");
    body.accept(html, new HtmlTables(html, columns));
    html.close();
    html.open("script", "type", "application/json", "id", "data").raw(json()).close();
    html.open("script").raw(assets.chartLibrary()).close();
    html.open("script").raw(assets.script()).close();
    return html.close().close().page();
  }

  /** What the charts need; Gson writes {@code <} as an escape, so that no word ends the script. */
  private String json() {
    var files = columns.stream().map(column -> Html.visible(column.name())).toList();
    var data = Map.of("files", files, "inks", FileColours.of(columns), "charts", charts);
    return Html.visible(new GsonBuilder().serializeNulls().create().toJson(data));
  }
}
