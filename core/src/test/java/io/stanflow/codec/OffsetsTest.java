package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.QuantitySpec.Offset;
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

/** Counts that follow from earlier ones have components that say so. */
class OffsetsTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Attribute.count(Schema.PACKETS),
              Attribute.count(Schema.BYTES),
              Attribute.count("payload"),
              Attribute.count("source"),
              Attribute.count("other")));
  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 3, 0.2, 1);

  /** Headers of 28 bytes in half of the flows, of 52 in most others; source is often all bytes. */
  private static MemoryTable table(int rows) {
    var random = new SplittableRandom(5);
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < rows; i++) {
      long packets = random.nextInt(1, 30);
      long payload = packets * random.nextInt(1, 400) + random.nextInt(50);
      int header =
          random.nextInt(100) < 50 ? 28 : random.nextInt(100) < 90 ? 52 : random.nextInt(20, 60);
      long bytes = payload + packets * header;
      var draft = new Flow.Draft(SCHEMA).number(0, packets).number(1, bytes).number(2, payload);
      draft.number(3, random.nextInt(2) == 0 ? bytes : random.nextLong(1, bytes));
      flows.add(draft.number(4, random.nextInt(1000)).flow());
    }
    return MemoryTable.anonymous(SCHEMA, flows);
  }

  @Test
  void whatFollowsIsFound() throws IOException {
    List<QuantitySpec> quantities = Fits.codec(table(5000), 1).spec().quantities();
    assertThat(quantities.get(2).offsets())
        .startsWith(new Offset(1, 0, -28), new Offset(1, 0, -52))
        .hasSizeLessThan(4);
    assertThat(quantities.get(3).offsets()).startsWith(new Offset(1, 1, 0));
    assertThat(quantities.get(4).offsets()).isEmpty();
  }

  @Test
  void rowsAreDrawnThere() throws IOException {
    var data = TrainingData.fit(table(5000), OPTIONS);
    var known = new HostSampler.KnownAddresses(data.codec(), List.of(), 1);
    Profile profile = data.modelProfiles().get(0);
    List<Flow> rows = UniformSampling.rows(data.codec(), known, profile, 5000, null, 11);
    // a component in some seventy each; no other often hits a count of thousands
    assertThat(rows)
        .filteredOn(f -> f.number(1) - f.number(2) == 28 * f.number(0))
        .hasSizeGreaterThan(20);
    assertThat(rows).filteredOn(f -> f.number(3) == f.number(1)).hasSizeGreaterThan(20);
    assertThat(new Walk(table(3000), 3).exceptions).isEmpty();
  }
}
