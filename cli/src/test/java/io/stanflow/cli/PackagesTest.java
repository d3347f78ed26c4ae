package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the one-way street of docs/ARCHITECTURE.md: each package uses those before it and the
 * libraries it is allowed, nothing else. By the JDK's own jdeps.
 */
class PackagesTest {
  private static final String OURS = "io.stanflow.";
  private static final Path ROOT = Path.of(System.getProperty("stanflow.root", ".."));
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          entry("flow"),
          entry("codec.spec", "flow"),
          entry("codec.mixture", "codec.spec"),
          entry("codec", "flow", "codec.spec", "codec.mixture"),
          entry("fit", "flow", "codec.spec", "codec.mixture", "codec"),
          entry("model", "flow", "codec.spec", "codec", "com.google.gson"),
          entry("complete", "flow", "codec", "codec.spec", "fit", "model"),
          entry("generate", "flow", "codec", "codec.spec", "model"),
          entry("forecast", "flow", "codec", "codec.spec", "fit", "model", "generate"),
          entry("vector", "model", "jdk.incubator.vector"),
          entry(
              "spark",
              "flow",
              "codec",
              "codec.spec",
              "generate",
              "model",
              "io.format",
              "io.mapping",
              "io.series",
              "evaluate.measure",
              "evaluate.report",
              "com.google.gson",
              "org.apache.hadoop",
              "org.apache.parquet",
              "org.apache.spark",
              "scala"),
          entry("io.netflow", "flow"),
          entry("io.pcap", "flow", "io.netflow"),
          entry("io.file", "io.airlift.compress", "org.apache.commons", "org.tukaani.xz"),
          entry("io.mapping", "flow", "io.file"),
          entry("io.format", "flow", "io.file", "io.mapping"),
          entry("io.text", "flow", "io.file", "io.mapping", "io.format"),
          entry(
              "io.parquet",
              "flow",
              "io.file",
              "io.mapping",
              "io.format",
              "io.text",
              "com.google.gson",
              "org.duckdb"),
          entry(
              "io.packet",
              "flow",
              "io.netflow",
              "io.pcap",
              "io.file",
              "io.mapping",
              "io.format",
              "io.text",
              "com.google.gson",
              "org.duckdb"),
          entry(
              "io.schema",
              "flow",
              "io.file",
              "io.mapping",
              "io.format",
              "io.text",
              "io.yaml",
              "org.snakeyaml.engine"),
          entry("io.yaml", "io.file", "org.snakeyaml.engine"),
          entry("io.replay", "flow", "io.netflow", "io.format", "io.packet"),
          entry("io.draft", "flow", "io.file", "io.mapping", "io.format", "io.schema"),
          entry(
              "io.load",
              "flow",
              "io.netflow",
              "io.file",
              "io.mapping",
              "io.format",
              "io.text",
              "io.parquet",
              "io.packet",
              "io.schema",
              "io.draft",
              "org.duckdb"),
          entry("io.series", "flow", "io.file", "io.mapping", "io.schema", "io.load", "org.duckdb"),
          entry(
              "io",
              "flow",
              "io.file",
              "io.mapping",
              "io.format",
              "io.schema",
              "io.draft",
              "io.load",
              "io.series"),
          entry(
              "train", "flow", "codec", "codec.spec", "fit", "model", "ai.djl", "com.google.gson"),
          entry("evaluate.measure", "flow", "io.format", "io.mapping", "io.series", "org.duckdb"),
          entry(
              "evaluate.learn",
              "flow",
              "io.format",
              "io.mapping",
              "evaluate.measure",
              "ml.dmlc.xgboost4j"),
          entry(
              "evaluate.privacy",
              "flow",
              "codec",
              "codec.spec",
              "fit",
              "model",
              "generate",
              "io.mapping",
              "io.series",
              "evaluate.measure",
              "evaluate.learn"),
          entry("baseline", "flow", "io", "io.format", "io.mapping", "io.series"),
          entry(
              "evaluate.report",
              "io.file",
              "evaluate.measure",
              "evaluate.learn",
              "evaluate.privacy",
              "com.google.gson"),
          entry(
              "evaluate",
              "flow",
              "generate",
              "io",
              "io.load",
              "io.schema",
              "io.series",
              "evaluate.measure",
              "evaluate.learn",
              "evaluate.privacy",
              "evaluate.report"),
          entry(
              "cli",
              "flow",
              "codec",
              "codec.spec",
              "fit",
              "model",
              "generate",
              "complete",
              "forecast",
              "io",
              "io.draft",
              "io.file",
              "io.format",
              "io.load",
              "io.mapping",
              "io.netflow",
              "io.replay",
              "io.schema",
              "io.series",
              "io.yaml",
              "train",
              "baseline",
              "evaluate",
              "evaluate.measure",
              "evaluate.report",
              "picocli",
              "me.tongfei.progressbar",
              "com.google.gson"));
  private static final Map<String, String> A_CLASS =
      Map.of(
          "core", "io.stanflow.flow.Flow",
          "vector", "io.stanflow.vector.VectorKernel",
          "io", "io.stanflow.io.FlowFiles",
          "train", "io.stanflow.train.Trainer",
          "baselines", "io.stanflow.baseline.Baseline",
          "evaluate", "io.stanflow.evaluate.Evaluation",
          "cli", "io.stanflow.cli.Main");

  /** Not on the class path here, which is not to have Spark's. */
  private static final String SPARK = "spark";

  static Set<String> modules() {
    Set<String> modules = new TreeSet<>(A_CLASS.keySet());
    modules.add(SPARK);
    return modules;
  }

  /** Those with sources are looked at, but for the benchmarks, which nobody uses. */
  @Test
  void noModuleIsLeftOut() throws Exception {
    try (Stream<Path> folders = Files.list(ROOT)) {
      assertThat(folders.filter(f -> Files.isDirectory(f.resolve("src/main/java"))))
          .extracting(f -> f.getFileName().toString())
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(modules().stream(), Stream.of("benchmarks")).toList());
    }
  }

  /** Who imports the BOM, or uses Java's modules, has names for all of them. */
  @Test
  void everyModuleIsNamedInItsPomAndInTheBom() throws Exception {
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
    for (String module : modules()) {
      assertThat(ROOT.resolve(module).resolve("pom.xml"))
          .content()
          .contains("<module.name>io.stanflow." + module + "</module.name>");
      assertThat(bom).contains("<artifactId>stanflow-" + module + "</artifactId>");
    }
  }

  /** Two jars with one package could not both be modules of Java. */
  @Test
  void noPackageIsInTwoModules() throws Exception {
    List<String> all = new ArrayList<>();
    for (String module : modules()) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(f -> f.toString().endsWith(".java"))
            .map(f -> sources.relativize(f.getParent()).toString())
            .distinct()
            .forEach(all::add);
      }
    }
    assertThat(all).hasSizeGreaterThan(modules().size()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesUseOnlyThoseBeforeThem(String module) throws Exception {
    Path classes = module.equals(SPARK) ? builtSpark() : location(module);
    var wrong = new TreeSet<String>();
    Matcher line = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+)").matcher(jdeps(classes));
    int seen = 0;
    while (line.find()) {
      seen++;
      if (!isAllowed(line.group(1), line.group(2))) {
        wrong.add(line.group(1) + " -> " + line.group(2));
      }
    }
    assertThat(seen).as("lines that jdeps printed").isPositive();
    assertThat(wrong).isEmpty();
  }

  private static Map.Entry<String, List<String>> entry(String name, String... uses) {
    return Map.entry(name, List.of(uses));
  }

  private static boolean isAllowed(String from, String to) {
    boolean jdk = to.startsWith("java.") || to.startsWith("javax.");
    if (jdk || to.equals(from) || to.startsWith("com.google.errorprone.annotations")) {
      return true;
    }
    String name = from.startsWith(OURS) ? from.substring(OURS.length()) : from;
    return ALLOWED.getOrDefault(name, List.of()).stream()
        .anyMatch(a -> to.equals(OURS + a) || isIn(to, a));
  }

  /** Whether a package is a library's; only theirs have a dot in ALLOWED, picocli excepted. */
  private static boolean isIn(String to, String library) {
    return to.equals(library) || to.startsWith(library + ".");
  }

  private static Path builtSpark() {
    Path classes = ROOT.resolve(SPARK).resolve("target/classes");
    Assumptions.assumeTrue(Files.isDirectory(classes), "module spark is not built");
    return classes;
  }

  /** Where a module's classes lie, a folder or a jar; fails where the one of A_CLASS is gone. */
  private static Path location(String module) throws ReflectiveOperationException {
    Class<?> type = Class.forName(A_CLASS.get(module));
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static String jdeps(Path classes) {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        jdeps.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "--multi-release",
            "base",
            "--ignore-missing-deps",
            "-verbose:package",
            "-filter:none",
            "--class-path",
            System.getProperty("java.class.path"),
            classes.toString());
    assertThat(code).as("%s%s", out, err).isZero();
    return out.toString();
  }
}
