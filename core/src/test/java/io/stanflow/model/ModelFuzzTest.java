package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.stanflow.generate.Generation;
import io.stanflow.generate.GoldenModelTest;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.testing.Ar1Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody changes a model file on purpose, its checksum too: it is refused in one clear sentence,
 * or generates. {@code -Dstanflow.fuzz=100000} makes as many edits.
 */
class ModelFuzzTest {
  private static final int EDITS = Integer.getInteger("stanflow.fuzz", 1000);
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final int FLOWS = 40;

  @TempDir Path folder;
  private final Map<String, Integer> counts = new TreeMap<>();

  @Test
  void editedModelIsRefusedOrGenerates() throws IOException {
    try (InputStream in = GoldenModelTest.class.getResourceAsStream("format-9.stanflow")) {
      fuzz(Archive.read(in, "golden"), EDITS * 3 / 4, 1);
    }
    Path file = folder.resolve("series");
    ModelFile.write(file, Models.random(new Ar1Table(300, 0.5, 0.5, 1), 1, 1));
    fuzz(Archive.read(file), EDITS / 4, 2);
    System.out.println("edited models: " + counts);
    assertThat(counts).containsKeys("generates", "refused at reading");
    assertThat(counts.get("refused at reading")).isGreaterThan(EDITS / 3);
    assertThat(counts.get("generates")).isGreaterThan(EDITS / 10);
  }

  private void fuzz(Map<String, byte[]> entries, int edits, long seed) {
    var random = new SplittableRandom(seed);
    var edited = new ModelEdits(entries);
    for (int i = 0; i < edits; i++) {
      ModelEdits.Edited edit = edited.next(random);
      boolean written = i % 100 == 0;
      boolean asked = random.nextBoolean();
      String which = "edit %d of seed %d: %s".formatted(i, seed, edit.words());
      assertTimeout(MOST, () -> attempt(edit.entries(), written, asked, which), which);
    }
  }

  private void attempt(Map<String, byte[]> entries, boolean written, boolean asked, String which) {
    try {
      Model model = read(entries, written);
      counts.merge(generate(model, asked), 1, Integer::sum);
    } catch (ModelException e) {
      assertThat(e.getMessage()).as(which).matches("[^\\p{Cntrl}]{20,2000}; [^;]+");
      counts.merge("refused at reading", 1, Integer::sum);
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(which, e);
    }
  }

  /** Some through a file with its checksum, the others past it, which is faster. */
  private Model read(Map<String, byte[]> entries, boolean written) throws IOException {
    if (!written) {
      return ModelFile.read(entries, "edited");
    }
    Path file = folder.resolve("edited.stanflow");
    Archive.write(file, entries);
    return ModelFile.read(file);
  }

  private static String generate(Model model, boolean asked) throws IOException {
    Scenario scenario = Scenario.DEFAULTS.withHosts(2).withThreads(1);
    Generation generation;
    try {
      var ready = new StanflowModel(model, Kernel.plain());
      generation = ready.start(asked ? scenario.withFlows(FLOWS) : scenario);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("ask for ");
      return "refused at planning";
    }
    int flows = 0;
    try (generation) {
      while (flows < FLOWS && generation.hasNext()) {
        generation.next();
        flows++;
      }
    } catch (UncheckedIOException e) {
      assertThat(e.getCause()).isInstanceOf(ModelException.class).hasMessageContaining("train");
      return "refused at generating";
    }
    assertThat(flows).isEqualTo((int) Math.min(FLOWS, generation.flows()));
    return "generates";
  }
}
