package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.testing.Ar1Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Schema} and {@link Ar1Table}. */
class SchemaTest {
  @Test
  void namesFindTheirPositions() {
    var schema =
        new Schema(
            List.of(Attribute.address("a"), Attribute.categorical("b"), Attribute.count("c")));
    assertThat(schema.size()).isEqualTo(3);
    assertThat(schema.index("c")).isEqualTo(2);
    assertThat(schema.index("d")).isEqualTo(-1);
    assertThat(schema.has("b")).isTrue();
    assertThat(schema.has(Schema.TIME)).isFalse();
    var same = new Schema(List.copyOf(schema.attributes()));
    assertThat(schema).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(schema).isNotEqualTo(new Schema(List.of(Attribute.count("c"))));
  }

  @Test
  void namesAreUnique() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema(List.of(Attribute.count("a"), Attribute.categorical("a"))))
        .withMessage("two attributes are named a");
  }

  @Test
  void namesAreNotBlank() {
    assertThatIllegalArgumentException().isThrownBy(() -> Attribute.count(" "));
  }

  @Test
  void thereIsAtMostOneTimestamp() {
    List<Attribute> two = List.of(Attribute.start("time"), Attribute.end("until"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Schema(two));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Schema.TIME,
        Schema.DURATION,
        Schema.SOURCE_ADDRESS,
        Schema.DESTINATION_ADDRESS,
        Schema.SOURCE_PORT,
        Schema.DESTINATION_PORT,
        Schema.TCP_FLAGS,
        Schema.PACKETS,
        Schema.BYTES
      })
  void namesWithAMeaningHaveTheirKind(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema(List.of(Attribute.categorical(name))));
  }

  @Test
  void protocolIsAWord() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema(List.of(Attribute.count(Schema.PROTOCOL))));
  }

  @Test
  void netflowHasEveryNamedAttributeAndTheFurtherOnes() {
    Schema schema = Schema.netflow(Kind.START, Attribute.count("x"));
    assertThat(schema.size()).isEqualTo(11);
    assertThat(schema.index("x")).isEqualTo(10);
    assertThat(schema.attributes().get(0)).isEqualTo(Attribute.start(Schema.TIME));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void simulatedAr1HasItsStatistics(long seed) throws IOException {
    int n = 40_000;
    double phi = 0.8;
    double rho = 0.6;
    var table = new Ar1Table(n, phi, rho, seed);
    List<Flow> rows = new ArrayList<>();
    table.forEachSeries(series -> rows.addAll(series.flows()));
    double[] x = rows.stream().mapToDouble(r -> r.real(0)).toArray();
    double[] y = rows.stream().mapToDouble(r -> r.real(1)).toArray();
    // Effective sizes: n(1−φ)/(1+φ) = 4444 for the mean, n(1−φ²)/(1+φ²) = 8780 for squares.
    // Five standard errors: mean 5/√4444; variance 5·√(2/8780); the lag-1 correlation
    // 5·√((1−φ²)/n) (Bartlett); products x·y have variance 1+ρ² at most, taken as if correlated
    // like squares: 5·√(1.36/8780).
    assertThat(mean(x, 0, null)).isCloseTo(0, within(0.075));
    assertThat(mean(x, 0, x)).isCloseTo(1, within(0.076));
    assertThat(mean(y, 0, y)).isCloseTo(1, within(0.076));
    assertThat(mean(x, 1, x) / mean(x, 0, x)).isCloseTo(phi, within(0.015));
    assertThat(mean(x, 0, y)).isCloseTo(rho, within(0.063));
    assertThat(table.size()).isEqualTo(n);
    assertThat(table.hosts()).isEqualTo(1);
  }

  /** Mean of a_{t+lag}·b_t, or of a where b is null. */
  private static double mean(double[] a, int lag, double[] b) {
    double sum = 0;
    for (int i = 0; i + lag < a.length; i++) {
      sum += a[i + lag] * (b == null ? 1 : b[i]);
    }
    return sum / (a.length - lag);
  }

  @Test
  void ar1CorrelationsAreBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ar1Table(2, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Ar1Table(2, 0, Double.NaN, 1));
  }
}
