package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stanflow.evaluate.report.Chromium.Page;
import io.stanflow.evaluate.report.Column.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a real browser; skipped where none is installed. */
class HtmlReportInChromiumTest {
  private static final Report REPORT = MadeUpReport.full();

  @TempDir private Path folder;
  private Chromium browser;

  @BeforeEach
  void find() {
    Optional<Chromium> found = Chromium.find(folder);
    assumeTrue(
        found.isPresent(), "skipped: no chromium, chromium-browser or google-chrome on the PATH");
    browser = found.get();
  }

  private Page open(String html, int width, String... options)
      throws IOException, InterruptedException {
    return browser.open(
        Files.writeString(folder.resolve("report.html"), html), width, 900, options);
  }

  /** Windows have a least width, greater than a phone's; frames have none. */
  private Page openOnPhone(String html, int width) throws IOException, InterruptedException {
    return openInFrame(html, width, "");
  }

  /**
   * @param then JavaScript to run once the page is there; {@code page} is its window
   */
  private Page openInFrame(String html, int width, String then, String... options)
      throws IOException, InterruptedException {
    String frame =
        """
        <!doctype html><html><body><iframe width="%d" height="700" srcdoc="%s"></iframe><script>
        addEventListener('load', () => {
          const page = document.querySelector('iframe').contentWindow;
          const root = document.documentElement;
          %s
          Object.assign(root.dataset, page.document.documentElement.dataset);
        });
        </script></body></html>
        """
            .formatted(width, html.replace("&", "&amp;").replace("\"", "&quot;"), then);
    return open(frame, 1000, options);
  }

  /** What {@code report.js} wrote of itself. */
  private static String recorded(Page page, String name) {
    Matcher matcher =
        Pattern.compile("<html[^>]* data-" + name + "=\"([^\"]*)\"").matcher(page.dom());
    assertThat(matcher.find()).as("data-%s, console %s", name, page.console()).isTrue();
    return matcher.group(1);
  }

  private static void assertWorks(Page page, int charts) {
    assertThat(page.console()).isEmpty();
    assertThat(recorded(page, "charts")).isEqualTo(charts + "/" + charts);
    assertThat(recorded(page, "requests")).isEqualTo("0");
    String[] widths = recorded(page, "width").split("/", -1);
    assertThat(widths[0]).as("width that the page takes").isEqualTo(widths[1]);
  }

  private static int charts() {
    return Charts.of(REPORT.columns()).size();
  }

  @Test
  void drawsEveryChartAndAsksForNothing() throws Exception {
    Page page = open(REPORT.html(), 1280);
    assertWorks(page, charts());
    assertThat(recorded(page, "width")).isEqualTo("1280/1280");
  }

  @Test
  void drawsInTheDark() throws Exception {
    assertWorks(open(REPORT.html(), 1280, "--blink-settings=preferredColorScheme=0"), charts());
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 320})
  void doesNotScrollSidewaysOnAPhone(int width) throws Exception {
    Page page = openOnPhone(REPORT.html(), width);
    assertWorks(page, charts());
    assertThat(recorded(page, "width")).startsWith(width + "/");
  }

  @Test
  void hostileWordsRunNothing() throws Exception {
    String evil = "</script><img src=x onerror=alert(1)><script>alert(1)</script>\"'";
    var column = MadeUpReport.column(evil, Role.SYNTHETIC, 0.2);
    Report report = new Report(REPORT.settings(), List.of(REPORT.columns().get(0), column));
    Page page = openOnPhone(report.html(), 360);
    assertWorks(page, charts());
  }

  @Test
  void hidingFilesAndPrintingRedraw() throws Exception {
    Page page =
        openInFrame(
            REPORT.html(),
            700,
            """
            const sum = () => [...page.document.querySelectorAll('canvas')]
                .map((canvas) => canvas.toDataURL()).join();
            const colour = () => page.getComputedStyle(page.document.body).backgroundColor;
            const before = sum();
            page.document.querySelectorAll('#legend input').forEach((box) => box.click());
            root.dataset.toggled = String(sum() !== before);
            page.document.querySelectorAll('#legend input').forEach((box) => box.click());
            root.dataset.restored = String(sum() === before);
            page.dispatchEvent(new Event('beforeprint'));
            root.dataset.opened = String(page.document.querySelector('details').open);
            root.dataset.paper = colour();
            page.dispatchEvent(new Event('afterprint'));
            root.dataset.closed = String(!page.document.querySelector('details').open);
            root.dataset.screen = colour();
            """,
            "--blink-settings=preferredColorScheme=0");
    assertWorks(page, charts());
    for (String name : List.of("toggled", "restored", "opened", "closed")) {
      assertThat(recorded(page, name)).as(name).isEqualTo("true");
    }
    assertThat(recorded(page, "paper")).isEqualTo("rgb(255, 255, 255)");
    assertThat(recorded(page, "screen")).isEqualTo("rgb(20, 22, 26)");
  }

  /** From top to bottom, with the same ends of both axes; what is hidden has no panel. */
  @Test
  void everyFileThatIsShownHasItsPanelOfServices() throws Exception {
    Page page =
        openInFrame(
            REPORT.html(),
            1280,
            """
            const canvas = page.document.querySelector('figure.services canvas');
            const scales = () => Object.values(page.Chart.getChart(canvas).scales)
                .filter((scale) => scale.axis === 'y').sort((a, b) => a.top - b.top);
            const names = () => scales().map((scale) => scale.options.title.text).join();
            root.dataset.names = names();
            root.dataset.ends = new Set(scales().map((scale) => scale.min + ' ' + scale.max)).size;
            root.dataset.apart = String(scales().every((scale, i, all) =>
                i === 0 || Math.abs(scale.top - all[i - 1].bottom) < 1));
            page.document.querySelectorAll('#legend input')[1].click();
            root.dataset.fewer = names();
            """);
    assertThat(recorded(page, "names")).isEqualTo("real,later,synthetic,peer");
    assertThat(recorded(page, "ends")).isEqualTo("1");
    assertThat(recorded(page, "apart")).isEqualTo("true");
    assertThat(recorded(page, "fewer")).isEqualTo("real,synthetic,peer");
  }

  /** That the test would see what it looks for. */
  @Test
  void aPageThatAsksForSomethingIsSeen() throws Exception {
    String html = REPORT.html().replace("<main>", "<main><img src=\"https://example.org/x.png\">");
    assertThat(open(html, 1280).console()).isNotEmpty();
  }

  @Test
  void aPageThatIsTooWideIsSeen() throws Exception {
    String html = REPORT.html().replace("<main>", "<main><pre>" + "x".repeat(500) + "</pre>");
    assertThat(recorded(openOnPhone(html, 360), "width")).endsWith("/360").doesNotStartWith("360/");
  }
}
