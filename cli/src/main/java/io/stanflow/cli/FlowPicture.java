package io.stanflow.cli;

import io.stanflow.evaluate.measure.FlowCounts;
import io.stanflow.evaluate.measure.Tally;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A few lines that show what flows are like. */
final class FlowPicture {
  private static final int MOST_SERVICES = 5;
  private static final int MOST_WORDS = 8;

  private FlowPicture() {}

  /**
   * The lines; none without flows.
   *
   * @param conditions columns whose words are shown; the label, if there is one, is shown too
   */
  static List<String> lines(FlowCounts counts, List<String> conditions) {
    List<String> lines = new ArrayList<>();
    double[] times = counts.timeline().flows();
    if (times.length > 0 && Sparkline.isShown()) {
      lines.add("flows over time: " + Sparkline.of(0, times));
    }
    if (counts.services().total() > 0) {
      lines.add("services: " + shares(counts.services(), MOST_SERVICES));
    }
    Set<String> columns = new LinkedHashSet<>(conditions);
    columns.add(Schema.LABEL);
    columns.retainAll(counts.columns());
    if (counts.flows() > 0) {
      columns.forEach(
          column -> lines.add(column + ": " + shares(counts.words(column), MOST_WORDS)));
    }
    Tally<String> places = counts.places();
    if (places.total() > 0) {
      long between = places.top(MOST_WORDS).getOrDefault(FlowCounts.BETWEEN, 0L);
      lines.add(FlowCounts.BETWEEN + ": " + share(between, places.total()));
    }
    return lines;
  }

  private static String shares(Tally<String> tally, int most) {
    Map<String, Long> top = tally.top(most);
    String shown =
        top.entrySet().stream()
            .map(entry -> entry.getKey() + " " + share(entry.getValue(), tally.total()))
            .collect(Collectors.joining(", "));
    int more = tally.known() - top.size();
    return more > 0 ? shown + ", %,d more".formatted(more) : shown;
  }

  private static String share(long count, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * count / all);
  }
}
