package io.stanflow.benchmarks;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.complete.Completion;
import io.stanflow.complete.FilledColumns;
import io.stanflow.complete.Gaps;
import io.stanflow.evaluate.learn.ColumnLearner;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints how well {@code complete} fills in a column that was taken away, beside gradient boosting
 * that was trained for it on as many flows as it is given.
 */
final class CompletionTable {
  /** Fewer true examples of a class show nothing. */
  private static final int FEWEST = 20;

  private CompletionTable() {}

  /**
   * Prints the table.
   *
   * @param args training flows, later flows, model, hosts of the later flows, flows that boosting
   *     learns from, attributes
   */
  public static void main(String[] args) throws IOException {
    Model model = ModelFile.read(Path.of(args[2]));
    ReadOptions options = ReadOptions.DEFAULTS;
    ReadOptions sample = options.withMostHosts(Integer.parseInt(args[3]));
    try (DuckTable training = FlowFiles.read(List.of(args[0]), options);
        FlowSource learned = FlowSource.all("training", training);
        DuckTable later = FlowFiles.read(List.of(args[1]), sample);
        FlowSource test = FlowSource.all("later", later)) {
      say("%,d flows of %,d hosts; %s%n", later.size(), later.hosts(), Machine.line());
      var learner = new ColumnLearner(learned, Integer.parseInt(args[4]));
      say("%-12s %-8s %9s %9s %6s %9s%n", "", "", "complete", "boosting", "ratio", "flows/s");
      for (String attribute : List.of(args).subList(5, args.length)) {
        compare(attribute, model, later, learner, test);
      }
    }
  }

  private static void compare(
      String attribute, Model model, DuckTable later, ColumnLearner learner, FlowSource test)
      throws IOException {
    long begin = System.nanoTime();
    var completion =
        new Completion(
            model, new Lacking(later, attribute), Gaps.NONE, Completion.Options.DEFAULTS);
    FilledColumns filled = completion.run(() -> {});
    double rate = later.size() / ((System.nanoTime() - begin) / 1e9);
    String[] truth = values(later, null, attribute);
    String[] ours = values(later, filled, attribute);
    boolean number =
        switch (later.schema().kind(later.schema().index(attribute))) {
          case COUNT, DURATION -> true;
          default -> false;
        };
    if (number) {
      double error = rmse(truth, logs(ours));
      double other = rmse(truth, learner.logs(attribute, test));
      print(attribute, "rmse", error, other, other / error, rate);
    } else {
      double score = macroF1(truth, ours);
      double other = macroF1(truth, learner.words(attribute, test));
      print(attribute, "macroF1", score, other, score / other, rate);
    }
  }

  /**
   * @param ratio 1 as good as boosting, less is worse
   */
  private static void print(
      String attribute, String measure, double ours, double other, double ratio, double rate) {
    say("%-12s %-8s %9.4f %9.4f %6.3f %,9.0f%n", attribute, measure, ours, other, ratio, rate);
  }

  /** Of each flow in the order of the series, as they are or as they were filled in. */
  private static String[] values(DuckTable table, FilledColumns filled, String attribute)
      throws IOException {
    List<String> values = new ArrayList<>();
    table.forEachSeries(
        series -> {
          for (int i = 0; i < series.flows().size(); i++) {
            Flow flow = series.flows().get(i);
            Flow whole =
                filled == null
                    ? flow
                    : filled.complete((int) series.places()[i], Lacking.without(flow, attribute));
            values.add(CategorySpec.word(whole, whole.schema().index(attribute)));
          }
        });
    return values.toArray(String[]::new);
  }

  private static float[] logs(String... values) {
    float[] logs = new float[values.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log1p(Double.parseDouble(values[i]));
    }
    return logs;
  }

  /** Root mean square error of ln(1 + v). */
  private static double rmse(String[] truth, float... filled) {
    float[] logs = logs(truth);
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      double error = logs[i] - filled[i];
      sum += error * error;
    }
    return Math.sqrt(sum / logs.length);
  }

  private static double macroF1(String[] truth, String... filled) {
    Map<String, int[]> counts = new TreeMap<>(); // true, filled in, both
    for (int i = 0; i < truth.length; i++) {
      counts.computeIfAbsent(truth[i], x -> new int[3])[0]++;
      counts.computeIfAbsent(filled[i], x -> new int[3])[1]++;
      counts.get(truth[i])[2] += truth[i].equals(filled[i]) ? 1 : 0;
    }
    return counts.values().stream()
        .filter(c -> c[0] >= FEWEST)
        .mapToDouble(c -> 2.0 * c[2] / (c[0] + c[1]))
        .average()
        .orElse(0);
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** A table without one of its attributes. */
  private record Lacking(DuckTable table, String attribute) implements FlowTable {
    static Flow without(Flow flow, String attribute) {
      Schema schema = without(flow.schema(), attribute);
      var draft = new Flow.Draft(schema);
      for (int i = 0; i < schema.size(); i++) {
        draft.copy(i, flow, flow.schema().index(schema.attributes().get(i).name()));
      }
      return draft.flow();
    }

    private static Schema without(Schema schema, String attribute) {
      return new Schema(
          schema.attributes().stream().filter(a -> !a.name().equals(attribute)).toList());
    }

    @Override
    public Schema schema() {
      return without(table.schema(), attribute);
    }

    @Override
    public String format() {
      return table.format();
    }

    @Override
    public long size() {
      return table.size() + table.leftOut();
    }

    @Override
    public int hosts() {
      return table.hosts();
    }

    @Override
    public List<Cidr> internal() {
      return table.internal();
    }

    @Override
    public void forEachSeries(Visitor visitor) throws IOException {
      table.forEachSeries(
          series ->
              visitor.visit(
                  new Series(
                      series.host(),
                      series.flows().stream().map(f -> without(f, attribute)).toList(),
                      series.places())));
    }
  }
}
