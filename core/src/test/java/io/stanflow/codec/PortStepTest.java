package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.fit.Fits;
import io.stanflow.flow.Address;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortStepTest {
  /** Marginals that give all classes of a block the same share. */
  private static Feedback feedback(MarginalBlocks blocks) {
    float[] logs = new float[DayParts.COUNT * blocks.size()];
    for (int block = 0; block < blocks.count(); block++) {
      int size = blocks.start(block + 1) - blocks.start(block);
      for (int part = 0; part < DayParts.COUNT; part++) {
        int from = part * blocks.size() + blocks.start(block);
        Arrays.fill(logs, from, from + size, (float) -Math.log(size));
      }
    }
    var feedback = new Feedback(new OwedClasses(logs, blocks, 1e6), blocks);
    feedback.at(0);
    return feedback;
  }

  private static Reference flow(FlowCodec codec, int protocol, int port) {
    int service = codec.outcomes().services().of(protocol, 40_000, port);
    long[] quantities = new long[codec.spec().quantities().size()];
    return new Reference(
        0, true, protocol, 40_000, port, new short[0], quantities, service, false, 1);
  }

  @Test
  void nothingIsMadeUpWithAPeerThatIsMetForOneThing() throws IOException {
    MemoryTable table = SimulatedTraffic.table(1);
    FlowCodec codec = Fits.codec(table, 5);
    int tcp = List.of(codec.spec().protocols()).indexOf("TCP");
    Feedback feedback = feedback(codec.marginalBlocks());
    int had = codec.outcomes().services().of(tcp, 40_000, 80);
    for (int i = 0; i < 80; i++) {
      feedback.had(0, had); // all other services are owed flows
    }
    int f = codec.layout().fields().stream().map(Field::name).toList().indexOf("peerPort");
    Step step = codec.steps().get(f);
    Row row = codec.row();
    row.host =
        codec.state(
            codec.profile(Profile.Spec.of(List.of(), List.of())),
            UniformSampling.hour(10),
            codec.book(table.internal()),
            table.series().get(0).host(),
            null);
    row.flow.protocol = tcp;
    row.flow.localPort = 40_000;
    row.peer = new Peer(Address.parse("192.0.2.9"), -1, -1, false);
    assertThat(moved(step, row, feedback, f)).isTrue(); // nobody is known yet
    row.met = true;
    row.peer.add(flow(codec, tcp, 80));
    assertThat(moved(step, row, feedback, f)).isFalse();
    row.peer.add(flow(codec, tcp, 443));
    assertThat(moved(step, row, feedback, f)).isTrue();
  }

  private static boolean moved(Step step, Row row, Feedback feedback, int f) {
    float[] logits = new float[step.field().components()];
    step.tilt(row, feedback, f, logits, 0);
    for (float logit : logits) {
      if (logit != 0) {
        return true;
      }
    }
    return false;
  }
}
