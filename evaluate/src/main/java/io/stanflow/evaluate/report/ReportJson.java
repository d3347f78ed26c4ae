package io.stanflow.evaluate.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializer;
import io.stanflow.evaluate.measure.RuleOutcome;
import io.stanflow.evaluate.report.Verdicts.Answer;

/** A report as JSON: the names of the record components, and the verdicts. */
final class ReportJson {
  private static final Gson GSON = builder().setPrettyPrinting().create();
  private static final Gson WITH_NULLS = builder().serializeNulls().create();

  private ReportJson() {}

  private static GsonBuilder builder() {
    JsonSerializer<RuleOutcome> rule = (outcome, type, context) -> rule(outcome);
    return new GsonBuilder()
        .disableHtmlEscaping()
        .serializeSpecialFloatingPointValues()
        .registerTypeAdapter(RuleOutcome.class, rule);
  }

  private static JsonElement rule(RuleOutcome outcome) {
    var json = new JsonObject();
    json.addProperty("checked", outcome.checked());
    json.addProperty("failed", outcome.failed());
    json.addProperty("passPercent", outcome.passPercent());
    return json;
  }

  static String of(Report report) {
    JsonObject json = GSON.toJsonTree(report).getAsJsonObject();
    json.add("verdicts", verdicts(report));
    return GSON.toJson(json);
  }

  private static JsonArray verdicts(Report report) {
    var verdicts = new JsonArray();
    for (Answer answer : new Verdicts(report).answers()) {
      var json = new JsonObject();
      json.addProperty("question", answer.question().name());
      json.addProperty("file", answer.file().name());
      json.addProperty("standing", answer.standing().name());
      json.addProperty("words", answer.words());
      var figures = new JsonObject();
      answer.question().figures().forEach(f -> figures.addProperty(f.name(), f.of(answer.file())));
      json.add("figures", figures);
      verdicts.add(json);
    }
    return verdicts;
  }

  /** A column; parts that were not measured are null rather than missing. */
  static JsonElement of(Column column) {
    return WITH_NULLS.toJsonTree(column);
  }
}
