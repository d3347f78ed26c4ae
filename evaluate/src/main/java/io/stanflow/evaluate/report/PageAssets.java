package io.stanflow.evaluate.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Style and scripts of the page, and the policy that allows these and nothing else. */
record PageAssets(String style, String chartLibrary, String script) {
  /** Of the WebJar; the version is the one in {@code pom.xml}. */
  static final String CHART_LIBRARY =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  PageAssets() {
    this(read("report.css"), withoutSourceMap(read(CHART_LIBRARY)), read("report.js"));
  }

  String policy() {
    return "default-src 'none'; style-src %s; script-src %s %s; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(chartLibrary), hash(script));
  }

  /** A browser's tools would ask for the map. */
  private static String withoutSourceMap(String script) {
    return script.replaceAll("(?m)^//# sourceMappingURL=.*\\R?", "");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String read(String resource) {
    try (InputStream in = PageAssets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      // Browsers hash a script after making its line ends \n.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
