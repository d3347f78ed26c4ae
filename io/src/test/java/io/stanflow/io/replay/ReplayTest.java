package io.stanflow.io.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When flows go out, and to whom. */
class ReplayTest {
  @Test
  void flowsAreDueByTheirTimesAndTheSpeed() {
    var pace = new Pace(10);
    assertThat(pace.due(5_000_000)).isZero();
    assertThat(pace.due(7_000_000)).isEqualTo(200_000_000);
    assertThat(pace.due(4_000_000)).isEqualTo(-100_000_000);
    var slow = new Pace(0.5);
    assertThat(slow.due(-3)).isZero();
    assertThat(slow.due(-2)).isEqualTo(2000);
  }

  @Test
  void whatFlowsCountFromCanBeSaid() {
    var pace = new Pace(2);
    pace.begin(1_000_000);
    assertThat(pace.due(3_000_000)).isEqualTo(1_000_000_000);
  }

  /** Flows recorded at their starts, in seconds: start, duration. */
  @Test
  void flowsAreOrderedByTheirEnds() {
    int[][] flows = {{0, 9}, {1, 1}, {2, 0}, {2, 5}, {8, 0}, {9, 3}, {10, 0}};
    var read = new AtomicInteger();
    Stream<Flow> reader =
        Stream.of(flows).map(ReplayTest::flow).peek(flow -> read.incrementAndGet());
    var ordered = new EndOrder(reader.iterator());
    assertThat(ordered.next().endMicros()).isEqualTo(2_000_000);
    assertThat(read).as("no further than needed").hasValue(3);
    List<Long> ends = new ArrayList<>();
    ordered.forEachRemaining(flow -> ends.add(flow.endMicros() / 1_000_000));
    assertThat(ends).containsExactly(2L, 7L, 8L, 9L, 10L, 12L);
  }

  private static Flow flow(int... startAndDuration) {
    var schema =
        new Schema(
            List.of(
                new Attribute(Schema.TIME, Attribute.Kind.START),
                new Attribute(Schema.DURATION, Attribute.Kind.DURATION)));
    return new Flow.Draft(schema)
        .number(0, startAndDuration[0] * 1_000_000L)
        .number(1, startAndDuration[1] * 1_000_000L)
        .flow();
  }

  @Test
  void atMaximumSpeedNothingWaits() {
    var pace = new Pace(Replay.MAX_SPEED);
    assertThat(pace.due(0)).isZero();
    assertThat(pace.due(Long.MAX_VALUE)).isZero();
  }

  @Test
  void aSpeedOfZeroIsRefused() {
    assertThatThrownBy(() -> new Pace(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCollectorThatIsNotThereIsSaidSo() throws IOException {
    int port;
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var socket =
        new CollectorSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) { // without /proc the refusal comes back later
                  socket.send(ByteBuffer.allocate(4));
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage(
              "nobody listens at UDP 127.0.0.1 port " + port + "; start the collector first");
    }
  }
}
