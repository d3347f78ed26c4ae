package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stanflow.evaluate.report.Column.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  private static final Report REPORT = MadeUpReport.full();

  /** Other programs and gates read these names: a new one is added to the list, none goes. */
  @Test
  void namesAreStable() throws IOException {
    var names = new TreeSet<String>();
    collect("", JsonParser.parseString(REPORT.json()), names);
    assertThat(String.join("\n", names)).isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in = ReportJsonTest.class.getResourceAsStream("report-names.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().replace("\r", "");
    }
  }

  private static void collect(String path, JsonElement node, Set<String> names) {
    if (node instanceof JsonObject object) {
      object.entrySet().forEach(e -> collect(path + "/" + e.getKey(), e.getValue(), names));
    } else if (node instanceof JsonArray array) {
      array.forEach(entry -> collect(path + "[]", entry, names));
    } else {
      names.add(path);
    }
  }

  @Test
  void figuresAreThoseOfTheRecords() {
    JsonObject json = JsonParser.parseString(REPORT.json()).getAsJsonObject();
    JsonObject peer = json.getAsJsonArray("columns").get(4).getAsJsonObject();
    assertThat(peer.get("role").getAsString()).isEqualTo("SYNTHETIC");
    JsonObject fidelity = peer.getAsJsonObject("fidelity");
    assertThat(fidelity.get("meanDistance").getAsDouble())
        .isEqualTo(REPORT.columns().get(4).fidelity().meanDistance());
    JsonObject rule = fidelity.getAsJsonObject("rules").getAsJsonObject("dnsIsUdp");
    assertThat(rule.get("passPercent").getAsDouble())
        .isEqualTo(REPORT.columns().get(4).fidelity().rules().get("dnsIsUdp").passPercent());
    assertThat(json.getAsJsonArray("verdicts").get(0).toString())
        .contains("LOOK", "synthetic", "WITHIN_OTHER_HOSTS", "closer than other hosts");
  }

  @Test
  void whatWasNotMeasuredIsLeftOut() {
    Column bare = MadeUpReport.bare("s", Role.SYNTHETIC);
    String json = new Report(REPORT.settings(), List.of(bare)).json();
    assertThat(json).doesNotContain("fidelity", "null").contains("NOT_MEASURED");
  }
}
