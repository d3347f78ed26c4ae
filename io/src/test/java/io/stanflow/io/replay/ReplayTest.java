package io.stanflow.io.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
