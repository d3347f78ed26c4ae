package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.codec.spec.StepSpec.Kind;
import io.stanflow.fit.Fits;
import io.stanflow.flow.Schema;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of steps, which is data of the spec. */
class StepOrderTest {
  private static final StepSpec LABEL = new StepSpec(Kind.CATEGORY, "label");
  private static final StepSpec BYTES = new StepSpec(Kind.QUANTITY, Schema.BYTES);
  private static final StepSpec DURATION = new StepSpec(Kind.QUANTITY, Schema.DURATION);

  /** The same steps with one of them elsewhere. */
  private static CodecSpec moved(CodecSpec spec, StepSpec step, StepSpec before) {
    List<StepSpec> order = new ArrayList<>(spec.order());
    assertThat(order.remove(step)).isTrue();
    order.add(order.indexOf(before), step);
    return spec.withOrder(order);
  }

  private static List<String> fields(FlowCodec codec) {
    return codec.layout().fields().stream().map(Field::name).toList();
  }

  @Test
  void attributesComeInTheOrderOfTheSpecAndEveryFlowCanStillBeDrawn() throws IOException {
    MemoryTable table = SimulatedTraffic.table(5);
    FlowCodec usual = Fits.codec(table, 5);
    CodecSpec spec = moved(usual.spec(), LABEL, new StepSpec(Kind.LOCAL_PORT, null));
    spec = moved(spec, DURATION, BYTES);
    FlowCodec codec = Fits.codec(table, 5, spec);
    assertThat(fields(usual)).containsSubsequence("localPort", "label", "bytes", "duration");
    assertThat(fields(codec)).containsSubsequence("label", "localPort", "duration", "bytes");
    var walk = new Walk(table, codec);
    assertThat(walk.exceptions).isEmpty();
    assertThat(walk.fields).isGreaterThan(20_000);
  }

  @Test
  void anOrderThatCannotBeCodedIsRefused() throws IOException {
    CodecSpec spec = Fits.codec(SimulatedTraffic.table(5), 5).spec();
    StepSpec protocol = new StepSpec(Kind.PROTOCOL, null);
    assertRefused(moved(spec, BYTES, new StepSpec(Kind.QUANTITY, Schema.PACKETS)), "bytes");
    assertRefused(moved(spec, LABEL, protocol), "label"); // neither a condition nor masked
    assertRefused(moved(spec, protocol, spec.order().get(0)), "PROTOCOL");
    assertRefused(spec.withOrder(spec.order().subList(1, spec.order().size())), "GAP");
    List<StepSpec> twice = new ArrayList<>(spec.order());
    twice.set(0, twice.get(1));
    assertRefused(spec.withOrder(twice), "GAP");
  }

  private static void assertRefused(CodecSpec spec, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowCodec(spec))
        .withMessageContaining(named);
  }
}
