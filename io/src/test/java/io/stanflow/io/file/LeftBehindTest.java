package io.stanflow.io.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a process that was killed leaves is deleted by the next one. */
@Isolated("other tests delete what is left behind too")
class LeftBehindTest {
  @TempDir Path directory;

  @Test
  void aScratchDirectoryThatNobodyHoldsIsDeleted() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    Path left = Files.createTempDirectory(parent, "stanflow-");
    Files.createFile(left.resolve("lock"));
    Files.createDirectories(left.resolve("spill/deep"));
    Path strange = Files.createTempDirectory(parent, "stanflow-"); // without a lock: not ours
    try (var one = new Scratch();
        var two = new Scratch()) {
      assertThat(left).doesNotExist();
      assertThat(strange).exists();
      assertThat(one.path("lock")).exists();
      assertThat(two.path("lock")).exists();
    } finally {
      Files.delete(strange);
    }
  }

  /** Another process's are left alone while it lives, and deleted once it was killed. */
  @Test
  void aLivingProcessKeepsAllOfItsDirectories() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                HeldScratch.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var printed =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Path one = Path.of(printed.readLine());
      Path two = Path.of(printed.readLine());
      new Scratch().close();
      assertThat(one).exists();
      assertThat(two).exists();
      process.destroyForcibly().waitFor();
      new Scratch().close();
      assertThat(one).doesNotExist();
      assertThat(two).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void partialFilesAreDeletedOnceNobodyWritesThem() throws IOException {
    Path target = directory.resolve("flows.csv");
    Path old = Files.createFile(directory.resolve(".flows.csv.0123abcd.partial"));
    Path young = Files.createFile(directory.resolve(".flows.csv.0123abce.partial"));
    Path other = Files.createFile(directory.resolve(".flows.csv.bak.0123abcd.partial"));
    var hourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(old, hourAgo);
    Files.setLastModifiedTime(other, hourAgo);
    try (PendingFile file = PendingFile.open(target.toString())) {
      file.stream().write(1);
      file.commit();
    }
    assertThat(target).exists();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(other).exists();
  }
}
