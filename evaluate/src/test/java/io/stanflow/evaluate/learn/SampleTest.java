package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.evaluate.measure.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  @TempDir Path directory;

  private final List<Line> lines = new ArrayList<>();
  private Samples samples;

  /** Two hosts; bytes number the flows of each, so that the place of a flow is known. */
  @BeforeEach
  void makeLines() throws IOException {
    for (int i = 0; i < 40; i++) {
      lines.add(Line.tcp(i, "10.0.0.1", "192.0.2.1").withSize(1, 100 + i));
      lines.add(Line.tcp(i, "10.0.0.2", "192.0.2.1").withSize(1, 200 + i));
    }
    samples = new Samples(directory, lines);
  }

  private long bytes(Sample sample, int i, int back) {
    int column = samples.features().index(Features.BYTES);
    return Math.round(Math.expm1(sample.value(i, back, column)));
  }

  @Test
  void drawsEachFlowOnceAndAllIfThereAreFewer() throws IOException {
    Sample all = samples.real();
    assertThat(all.size()).isEqualTo(80);
    var seen = new TreeSet<Long>();
    for (int i = 0; i < all.size(); i++) {
      seen.add(bytes(all, i, 0));
    }
    assertThat(seen).hasSize(80);
    assertThat(samples.of(lines, 30, 1).size()).isEqualTo(30);
  }

  @Test
  void showsTheHostsFlowsBeforeAndNoOtherHosts() throws IOException {
    Sample sample = samples.of(lines, 30, 1);
    for (int i = 0; i < sample.size(); i++) {
      long bytes = bytes(sample, i, 0);
      assertThat(sample.before(i)).isEqualTo((int) Math.min(bytes % 100, Sample.BEFORE));
      for (int back = 1; back <= sample.before(i); back++) {
        assertThat(bytes(sample, i, back)).isEqualTo(bytes - back);
      }
    }
  }

  @Test
  void theSameSeedDrawsTheSamePlacesAndAnotherSeedOthers() throws IOException {
    Sample first = samples.of(lines, 30, 1);
    Sample same = samples.of(lines, 30, 1);
    Sample other = samples.of(lines, 30, 2);
    int agree = 0;
    for (int i = 0; i < 30; i++) {
      assertThat(bytes(same, i, 0)).isEqualTo(bytes(first, i, 0));
      agree += bytes(other, i, 0) == bytes(first, i, 0) ? 1 : 0;
    }
    assertThat(agree).isLessThan(10); // one in 80 by chance
  }

  @Test
  void relationsAreToTheFlowBefore() throws IOException {
    Line line = Line.tcp(0, "10.0.0.1", "192.0.2.1").withSize(2, 100);
    Sample sample =
        samples.of(List.of(line, line.withSecond(7), line.withSecond(9).withSize(2, 99)));
    int size = samples.features().index("repeatedSize");
    int gap = samples.features().index("gap");
    for (int i = 0; i < 3; i++) {
      boolean last = bytes(sample, i, 0) == 99;
      if (sample.before(i) == 0) {
        assertThat(sample.value(i, 0, size)).isNaN();
        assertThat(sample.value(i, 0, gap)).isNaN();
      } else {
        assertThat(sample.value(i, 0, size)).isEqualTo(last ? 0 : 1);
        assertThat(Math.expm1(sample.value(i, 0, gap))).isCloseTo(last ? 2000 : 7000, within(0.1));
      }
    }
  }

  @Test
  void attacksAreDrawnInAddition() throws IOException {
    var labelled = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      String text = Line.tcp(i, "10.0.0.1", "192.0.2.1").text();
      labelled.add(i < 4 ? text.replace("background", "dos") : text);
    }
    Sample sample = Samples.ofText(directory, labelled, 10);
    assertThat(sample.size()).isEqualTo(10);
    int label = sample.features().labels().size() - 1;
    int attacks = 0;
    for (int i = 0; i < sample.sizeWithAttacks(); i++) {
      attacks += sample.label(i, label);
    }
    assertThat(attacks).isEqualTo(4);
  }
}
