package io.stanflow.io.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed leaves is deleted by the next one. */
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
