package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.QuantitySpec.Bound;
import io.stanflow.fit.Fits;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What counts show of one another holds in every row that is drawn. */
class BoundsTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Attribute.count("part"),
              Attribute.count("total"),
              Attribute.count("share"),
              Attribute.count("back"),
              Attribute.count("backBytes"),
              Attribute.count("apart"),
              Attribute.count("few")));
  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 1, 0.2, 1);

  /**
   * part and share are at most total; backBytes is 0 where back is, else 40 to 1500 times as much;
   * apart is of no relation; few, of three values, is at most share.
   */
  private static MemoryTable table(int rows) {
    var random = new SplittableRandom(7);
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < rows; i++) {
      long total = 1 + (long) Math.exp(random.nextDouble(10));
      long share = random.nextInt(3) == 0 ? total : random.nextLong(1, total + 1);
      long back = random.nextInt(4) == 0 ? 0 : random.nextInt(1, 60);
      var draft = new Flow.Draft(SCHEMA);
      draft.number(0, random.nextLong(total + 1)).number(1, total).number(2, share);
      draft.number(3, back).number(4, back * random.nextInt(40, 1501));
      draft.number(5, random.nextInt(70)).number(6, Math.min(share, 1 << random.nextInt(3)) & ~1L);
      flows.add(draft.flow());
    }
    return MemoryTable.anonymous(SCHEMA, flows);
  }

  @Test
  void relationsAreFoundAndCoincidencesAreNot() throws IOException {
    CodecSpec spec = Fits.codec(table(5000), 1).spec();
    assertThat(spec.quantities().get(1).bounds())
        .containsExactly(new Bound(0, 1, Long.MAX_VALUE)); // total >= part
    assertThat(spec.quantities().get(2).bounds()).containsExactly(new Bound(1, 0, 1));
    assertThat(spec.quantities().get(4).bounds()).containsExactly(new Bound(3, 40, 1500));
    assertThat(spec.quantities().get(5).bounds()).isEmpty();
    assertThat(spec.quantities().get(6).bounds()).contains(new Bound(2, 0, 1));
  }

  @Test
  void everyDrawKeepsToThem() throws IOException {
    var data = TrainingData.fit(table(5000), OPTIONS);
    var known = new HostSampler.KnownAddresses(data.codec(), List.of(), 1);
    Profile profile = data.modelProfiles().get(0);
    List<Flow> rows = UniformSampling.rows(data.codec(), known, profile, 5000, null, 11);
    assertThat(rows).hasSize(5000);
    assertThat(rows).allMatch(f -> f.number(0) <= f.number(1) && f.number(2) <= f.number(1));
    assertThat(rows).allMatch(f -> f.number(4) >= 40 * f.number(3));
    assertThat(rows).allMatch(f -> f.number(4) <= 1500 * f.number(3));
    assertThat(rows).allMatch(f -> f.number(6) <= f.number(2));
    assertThat(rows).anyMatch(f -> f.number(3) == 0).anyMatch(f -> f.number(5) > f.number(2));
  }

  @Test
  void productsThatOverflowBoundNothing() {
    var bound = new Bound(0, 3, Long.MAX_VALUE);
    assertThat(bound.high(new long[] {2})).isEqualTo(Long.MAX_VALUE);
    assertThat(bound.high(new long[] {0})).isEqualTo(Long.MAX_VALUE);
    assertThat(new Bound(0, 0, 9).high(new long[] {0})).isZero();
    assertThat(bound.low(new long[] {Long.MAX_VALUE / 2})).isEqualTo(Long.MAX_VALUE);
    assertThat(bound.low(new long[] {5})).isEqualTo(15);
  }
}
