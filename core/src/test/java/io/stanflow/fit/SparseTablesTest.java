package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Profile;
import io.stanflow.codec.UniformSampling;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that show few values: whatever the sampler draws first, something is left to draw. */
class SparseTablesTest {
  private static final TrainingData.Options OPTIONS = new TrainingData.Options(3, 1, 0, 1);
  private static final Schema TIMES =
      new Schema(List.of(Attribute.end(Schema.TIME), Attribute.count("n")));

  private static MemoryTable times(int rows, LongFunction<Long> seconds) {
    return MemoryTable.anonymous(
        TIMES,
        LongStream.range(0, rows)
            .mapToObj(i -> new Flow.Draft(TIMES).number(0, seconds.apply(i) * 1_000_000).flow())
            .toList());
  }

  private static List<Flow> sample(TrainingData data, Address host, long seed) {
    var known = new HostSampler.KnownAddresses(data.codec(), List.of(Cidr.parse("10.0.0.0/24")), 1);
    Profile profile = data.modelProfiles().get(0);
    return UniformSampling.rows(data.codec(), known, profile, 380, host, seed);
  }

  @Test
  void gapsThatAreNeverZeroStillFillAWindowThatIsUsedUp() throws IOException {
    var data = TrainingData.fit(times(600, i -> 3 + i * 40 + i % 7), OPTIONS);
    assertThat(sample(data, null, 1)).hasSize(380);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 19, 25})
  void tableOfEqualRowsIsFittedAndSampled(int rows) throws IOException {
    var data = TrainingData.fit(times(rows, i -> 7200L), OPTIONS);
    assertThat(sample(data, null, 1)).hasSize(380).allMatch(f -> f.number(1) == 0);
  }

  @Test
  void tableOfOneFlowIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingData.fit(times(1, i -> i), OPTIONS));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ICMP", "UDP", "TCP"})
  void protocolThatGoesOneWayOnlyIsSampled(String protocol) throws IOException {
    MemoryTable all = SimulatedTraffic.table(6, 60, false, 3);
    List<io.stanflow.flow.Series> series = new ArrayList<>();
    for (var one : all.series()) {
      var kept =
          one.flows().stream()
              .filter(f -> !f.protocol().equals(protocol) || f.sourceAddress().equals(one.host()))
              .toList();
      series.add(new io.stanflow.flow.Series(one.host(), kept));
    }
    var data = TrainingData.fit(new MemoryTable(all.schema(), all.internal(), series), OPTIONS);
    Address host = Address.parse("10.0.0.9");
    for (long seed = 0; seed < 5; seed++) {
      assertThat(sample(data, host, seed))
          .filteredOn(f -> f.protocol().equals(protocol) && f.destinationAddress().equals(host))
          .as("a direction that the data do not show")
          .allMatch(f -> f.sourcePort() >= 0);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hostNeverTalksToItself(long seed) throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(6, 60, false, seed), OPTIONS);
    Address host = Address.parse("10.0.0.9");
    for (int i = 0; i < 6; i++) {
      assertThat(sample(data, host, 10 * seed + i))
          .noneMatch(f -> f.sourceAddress().equals(f.destinationAddress()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hostThatSharesNoPrefixWithOthersIsSampled(long seed) throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(1, 200, false, seed), OPTIONS);
    Address host = Address.parse("10.0.0.9");
    for (int i = 0; i < 6; i++) {
      assertThat(sample(data, host, 10 * seed + i)).isNotEmpty();
    }
  }
}
