package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method and type of every module says what it is; see {@link MissingJavadoc}. */
class JavadocTest {
  private static final Path ROOT =
      Path.of(System.getProperty("stanflow.root", "..")).toAbsolutePath().normalize();

  static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(f -> Files.isDirectory(f.resolve("src/main/java"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void whatIsPublicHasJavadoc(Path module) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(module.resolve("src/main/java"))) {
      all.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    assertThat(MissingJavadoc.in(ROOT, files)).isEmpty();
  }

  @Test
  void allModulesAreLookedAt() throws IOException {
    assertThat(modules())
        .extracting(m -> m.getFileName().toString())
        .contains("core", "vector", "io", "train", "evaluate", "spark", "cli");
  }

  @Test
  void findsWhatLacksJavadocAndNothingElse(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("A.java"),
            """
            /** Said. */
            public final class A {
              public A() {}
              /** Said. */
              public int said(int x) { return x; }
              public int unsaid(int x) { return x; }
              public int size() { return list.size(); }
              public int sum() { return a + b; }
              @Override public String toString() { return "A" + a; }
              int inside(int x) { return x; }
              public record R(int a) {}
              private static class P { public void p(int x) {} }
              static class Q { public void q(int x) {} }
              interface I { void i(); default int one() { return 1; } }
              enum E { ONE; public E next(int n) { return ONE; } }
            }
            """);
    assertThat(MissingJavadoc.in(folder, List.of(file)))
        .containsExactly(
            "A.java:6: unsaid()",
            "A.java:8: sum()",
            "A.java:11: R",
            "A.java:13: q()",
            "A.java:14: i()",
            "A.java:15: next()");
  }
}
