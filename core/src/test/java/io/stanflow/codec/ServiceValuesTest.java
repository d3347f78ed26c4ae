package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.ServiceSpec;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a service's quantities holds in every row that is drawn. */
class ServiceValuesTest {
  private static final Address HOST = Address.parse("192.168.9.9");

  private static List<Observation> drawn(FlowCodec codec, Profile profile, long seed) {
    var known = new HostSampler.KnownAddresses(codec, List.of(SimulatedTraffic.INTERNAL), 1);
    List<Flow> rows = UniformSampling.rows(codec, known, profile, 4000, HOST, seed);
    return rows.stream().map(flow -> codec.observe(flow, HOST)).toList();
  }

  /** Flows of known services that have more than the service's most. */
  private static long beyond(FlowCodec codec, List<Observation> rows) {
    OutcomeClasses outcomes = codec.outcomes();
    long beyond = 0;
    for (Observation row : rows) {
      for (int q = 0; q < row.quantities.length; q++) {
        ServiceSpec.Values values = outcomes.values(outcomes.of(row, 0), q);
        beyond += values != null && row.quantities[q] > values.most() ? 1 : 0;
      }
    }
    return beyond;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void noneIsBeyondTheMostOfItsService(long seed) throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(seed), new TrainingData.Options(1, 3, 0, 1));
    FlowCodec codec = data.codec();
    assertThat(codec.spec().services()).isNotEmpty();
    List<Observation> rows = drawn(codec, data.modelProfiles().get(0), seed);
    assertThat(beyond(codec, rows)).isZero();
  }

  /** Where quantities are decided before the ports, nobody knows the service yet. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void beforeThePortsNothingIsKnown(long seed) throws IOException {
    var data = TrainingData.fit(SimulatedTraffic.table(seed), new TrainingData.Options(1, 3, 0, 1));
    CodecSpec spec = data.codec().spec();
    List<StepSpec> order = new ArrayList<>(spec.order());
    List<StepSpec> ports =
        order.stream()
            .filter(
                s -> s.kind() == StepSpec.Kind.LOCAL_PORT || s.kind() == StepSpec.Kind.PEER_PORT)
            .toList();
    order.removeAll(ports);
    order.addAll(ports);
    var codec = new FlowCodec(spec.withOrder(order));
    Profile.Spec profile = data.modelProfiles().get(0).spec();
    List<Observation> rows = drawn(codec, codec.profile(profile), seed);
    assertThat(beyond(codec, rows)).isPositive();
  }
}
