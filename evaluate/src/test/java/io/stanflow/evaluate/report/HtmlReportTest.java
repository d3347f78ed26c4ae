package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.stanflow.evaluate.measure.Fidelity;
import io.stanflow.evaluate.measure.FlowStatistics.FileFacts;
import io.stanflow.evaluate.measure.Plots;
import io.stanflow.evaluate.measure.Plots.HeatMap;
import io.stanflow.evaluate.report.Column.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
  private static final Report REPORT = MadeUpReport.full();
  private static final String PAGE = REPORT.html();
  private static final Pattern SCRIPT =
      Pattern.compile("<script(.*?)>(.*?)</script>", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h1>synthetic, peer against real flows</h1>",
        "stanflow 1.0.0, seed 7",
        "id=\"verdicts\"",
        "Does it look the same?",
        "Does it hang together in time?",
        "Does it obey the rules?",
        "Can it replace real data in ML?",
        "Can it be told apart?",
        "Is it safe to share?",
        "<em>closer than other hosts</em>",
        "Where no other real flows were measured there is no yardstick",
        "id=\"pictures\"",
        "protocol × tcpFlags",
        "Some flows as they are",
        "id=\"distances\"",
        "id=\"structure\"",
        "id=\"rules\"",
        "id=\"use\"",
        "id=\"detectability\"",
        "id=\"neighborhood\"",
        "id=\"privacy\"",
        "The DCR Delusion, 2025",
        "id=\"quantiles\"",
        "id=\"shares\"",
        "Released under the MIT License",
      })
  void everythingIsInThePage(String text) {
    assertThat(PAGE).contains(text);
  }

  @Test
  void chartsAreThoseOfTheData() {
    JsonElement data = JsonParser.parseString(scripts(PAGE).get(0).group(2));
    var charts = data.getAsJsonObject().getAsJsonArray("charts");
    assertThat(charts.asList())
        .extracting(chart -> chart.getAsJsonObject().get("kind").getAsString())
        .contains("sizes", "times", "ranks", "hours", "timeline", "services", "lags", "bars")
        .contains("ratios", "mixes", "auc");
    assertThat(PAGE.split("<canvas ", -1)).hasSize(charts.size() + 1);
    assertThat(PAGE.split("<canvas role=\"img\" aria-label=\"", -1)).hasSize(charts.size() + 1);
  }

  /** A browser runs what has one of these hashes and asks for nothing at all. */
  @Test
  void thePolicyAllowsItsOwnStyleAndScriptsOnly() throws Exception {
    String policy = find(PAGE, "Content-Security-Policy\" content=\"(.*?)\"").replace("&#39;", "'");
    String style = hash(find(PAGE, "<style>(.*?)</style>"));
    List<MatchResult> scripts = scripts(PAGE);
    assertThat(scripts).hasSize(3);
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src %s; script-src %s %s; base-uri 'none'; form-action 'none'"
                .formatted(style, hash(scripts.get(1).group(2)), hash(scripts.get(2).group(2))));
    assertThat(PAGE).doesNotContain("sourceMappingURL", " style=", " src=", "@import", "url(");
    assertThat(PAGE.split("href=\"", -1))
        .hasSizeGreaterThan(2)
        .allMatch(part -> part.startsWith("#") || part.startsWith("<!"));
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String find(String page, String pattern) {
    var matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static List<MatchResult> scripts(String page) {
    return SCRIPT.matcher(page).results().toList();
  }

  @Test
  void hostileWordsStayWords() {
    String evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u202e";
    String page = new Report(REPORT.settings(), List.of(hostile(evil))).html();
    assertThat(scripts(page)).hasSameSizeAs(scripts(PAGE));
    assertThat(page).doesNotContain("<img", "alert(1)<", "\u202e").contains("&lt;img src=x");
    assertThat(page).contains("onerror=alert(1)&gt;&amp;amp;\ufffd");
    String data = scripts(page).get(0).group(2);
    assertThat(data).doesNotContain("<");
    assertThat(JsonParser.parseString(data).getAsJsonObject().get("files").toString())
        .contains("</script><script>alert(1)");
  }

  /** The same word wherever a file may bring one. */
  private static Column hostile(String evil) {
    Column full = MadeUpReport.column(evil, Role.SYNTHETIC, 0.2);
    Fidelity harmless = full.fidelity();
    var words = Map.of("protocol", Map.of(evil, 1.0), "tcpFlags", Map.of(evil, 1.0));
    var fidelity =
        new Fidelity(
            words,
            harmless.quantiles(),
            Map.of(evil, harmless.hosts().get("topService")),
            null,
            null,
            Map.of(evil, 1.0),
            Map.of(evil, harmless.rules().get("wellFormed")),
            Map.of(evil, 1.0),
            1,
            new Fidelity.OfNetwork(Map.of(evil, 1.0), Map.of(evil, 1.0), 1));
    var map = new HeatMap(List.of(evil), List.of(evil), List.of(List.of(1.0)));
    var plots =
        new Plots(
            full.plots().histograms(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(evil, map),
            new Plots.Rows(List.of(evil), List.of(List.of(evil))),
            null);
    return new Column(
        evil,
        Role.SYNTHETIC,
        new FileFacts(evil, evil, 1, 1, evil, evil, evil),
        fidelity,
        null,
        full.detectability(),
        full.utility(),
        null,
        plots);
  }

  @Test
  void aReportOfNothingIsStillAPage() {
    var bare = new ArrayList<Column>();
    for (Role role : Role.values()) {
      bare.add(MadeUpReport.bare(role.name(), role));
    }
    bare.add(new Column("none", Role.SYNTHETIC, null, null, null, null, null, null, null));
    String page = new Report(REPORT.settings(), bare).html();
    String body = page.substring(0, page.indexOf("<script"));
    assertThat(body).contains("not measured").doesNotContain("<canvas", "null");
    String empty = new Report(REPORT.settings(), List.of()).html();
    assertThat(empty).contains("<h1>Real flows</h1>");
  }

  @Test
  void figuresThatJsonHasNoWordForAreLeftOut() {
    Column full = MadeUpReport.column("s", Role.SYNTHETIC, 0.2);
    List<Double> noNumber = List.of(0.5, Double.NaN);
    var plots = new Plots(Map.of(), List.of(), List.of(), noNumber, Map.of(), null, null);
    var column = new Column("s", Role.SYNTHETIC, full.file(), null, null, null, null, null, plots);
    String page = new Report(REPORT.settings(), List.of(column)).html();
    assertThat(scripts(page).get(0).group(2)).contains("[0.5,null]").doesNotContain("NaN");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.000001, 1", "0.0001, 1", "0.01, 5", "0.5, 9", "1, 9"})
  void shadesGoWithTheLogarithm(double share, int shade) {
    assertThat(HeatMapSection.shade(share)).isEqualTo(shade);
  }

  @Test
  void coloursOfRealFilesAreFixedAndOthersGoRound() {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < 7; i++) {
      columns.add(MadeUpReport.bare("s" + i, Role.SYNTHETIC));
    }
    columns.add(MadeUpReport.bare("real", Role.REAL));
    assertThat(FileColours.of(columns))
        .containsExactly("s1", "s2", "s3", "s4", "s5", "s6", "s1", "real");
  }

  @Test
  void namesOfFilesAndWordsAreText() {
    String evil = "<img src=x onerror=alert(1)>";
    Column column = MadeUpReport.column(evil, Column.Role.SYNTHETIC, 0.2);
    var report = new Report(REPORT.settings(), List.of(REPORT.columns().get(0), column));
    assertThat(report.html()).contains("&lt;img src=x").doesNotContain("<img");
  }
}
