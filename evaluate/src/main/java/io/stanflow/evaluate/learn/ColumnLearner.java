package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.learn.Learner.Fitted;
import io.stanflow.evaluate.learn.Learner.Target;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.evaluate.measure.RecordTimes;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts one attribute of flows from the others of the same flow, by gradient boosting: what
 * {@code stanflow complete} is held against. Addresses and the time of day are not shown.
 */
public final class ColumnLearner {
  /** What says bytes or packets where the other is known. */
  private static final String PER_PACKET = "bytesPerPacket";

  private final FlowSource training;
  private final Features features;
  private final int most;

  /**
   * @param training the flows to learn from
   * @param most of them at most, drawn at random
   */
  public ColumnLearner(FlowSource training, int most) throws IOException {
    this.training = training;
    this.most = most;
    features = Features.of(training, FlowStatistics.of(training, RecordTimes.ANY));
  }

  /**
   * Words, or flags as the text of their bits, of flows in the order of their series.
   *
   * @param test has the attributes of the training flows
   */
  public String[] words(String attribute, FlowSource test) throws IOException {
    String column = "f." + Sql.quote(attribute) + "::VARCHAR";
    List<String> words = new ArrayList<>();
    training
        .query()
        .forEach(
            "SELECT DISTINCT " + column + " AS word FROM flows f ORDER BY word",
            row -> words.add(row.text(0)));
    var number = new StringBuilder("CASE " + column);
    for (int i = 0; i < words.size(); i++) {
      number.append(" WHEN ").append(Sql.literal(words.get(i))).append(" THEN ").append(i);
    }
    float[][] shares =
        predict(attribute, number.append(" END").toString(), Target.classes(words.size()), test);
    String[] predicted = new String[shares.length];
    for (int i = 0; i < predicted.length; i++) {
      int best = 0;
      for (int c = 1; c < shares[i].length; c++) {
        best = shares[i][c] > shares[i][best] ? c : best;
      }
      predicted[i] = words.get(best);
    }
    return predicted;
  }

  /** Likewise ln(1 + v) of a count or duration, in the unit of its kind. */
  public float[] logs(String attribute, FlowSource test) throws IOException {
    String value = "ln(1 + f." + Sql.quote(attribute) + ")";
    float[][] predicted = predict(attribute, value, Target.NUMBER, test);
    float[] logs = new float[predicted.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = predicted[i][0];
    }
    return logs;
  }

  private float[][] predict(String attribute, String answer, Target target, FlowSource test)
      throws IOException {
    List<String> telling = List.of(attribute, isSize(attribute) ? PER_PACKET : attribute);
    List<String> shown = new ArrayList<>();
    for (Feature feature : features.all()) {
      if (!feature.relation() && !telling.contains(feature.group())) {
        shown.add("(" + feature.sql() + ")::FLOAT");
      }
    }
    String columns = String.join(", ", shown);
    String drawn = " FROM flows f ORDER BY hash(f.rowid), f.rowid LIMIT " + most;
    float[] x = training.query().floats("SELECT " + columns + drawn);
    float[] y = training.query().floats("SELECT (" + answer + ")::FLOAT" + drawn);
    float[] testX = test.query().floats("SELECT " + columns + " FROM flows f ORDER BY f.rowid");
    int width = shown.size();
    try (Fitted fitted = Learner.GRADIENT_BOOSTING.fit(new Matrix(x, y.length, width), y, target)) {
      return fitted.predict(new Matrix(testX, testX.length / width, width));
    }
  }

  private static boolean isSize(String attribute) {
    return attribute.equals(Features.BYTES) || attribute.equals("packets");
  }
}
