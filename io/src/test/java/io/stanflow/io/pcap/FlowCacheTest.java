package io.stanflow.io.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.TcpFlags;
import io.stanflow.io.netflow.FlowRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When flows begin and end, and what they count. */
class FlowCacheTest {
  private static final Address A = Address.parse("10.0.0.1");
  private static final Address B = Address.parse("10.0.0.2");
  private static final long SECOND = 1_000_000;

  private final List<FlowRecord> flows = new ArrayList<>();
  private final FlowCache cache = new FlowCache(flows::add);

  private static IpPacket packet(double second, int port, int flags) {
    return new IpPacket((long) (second * SECOND), A, B, 6, 8, port, 80, flags, 100, null, null);
  }

  private static IpPacket fragment(int protocol, int port, long id, int offset) {
    var datagram = new IpPacket.Datagram(A, B, 0, id);
    var part = new IpPacket.Part(datagram, offset, true, ByteBuffer.allocate(0), 1480, 0);
    int to = offset == 0 ? 53 : 0;
    return new IpPacket(0, A, B, protocol, 0, port, to, 0, 1500, part, null);
  }

  private void add(IpPacket... packets) throws IOException {
    for (IpPacket packet : packets) {
      cache.add(packet);
    }
  }

  @Test
  void packetsOfOneDirectionAreOneFlow() throws IOException {
    add(packet(0, 1, TcpFlags.SYN), packet(0.5, 2, 0), packet(1.25, 1, TcpFlags.ACK));
    cache.finish();
    assertThat(flows)
        .containsExactlyInAnyOrder(
            new FlowRecord(0, 1_250_000, A, B, 1, 80, 6, TcpFlags.SYN | TcpFlags.ACK, 8, 2, 200),
            new FlowRecord(500_000, 500_000, A, B, 2, 80, 6, 0, 8, 1, 100));
  }

  @Test
  void aFlowEndsAfterSixtyIdleSeconds() throws IOException {
    add(packet(0, 1, 0), packet(60, 1, 0), packet(120.000001, 1, 0));
    assertThat(flows).hasSize(1);
    assertThat(flows.get(0).packets()).isEqualTo(2);
    add(packet(200, 2, 0)); // another's packet shows that the time has passed
    assertThat(flows).hasSize(2);
  }

  @Test
  void aFlowEndsAfterFiveMinutes() throws IOException {
    for (int i = 0; i <= 310; i += 10) {
      add(packet(i, 1, 0));
    }
    assertThat(flows).hasSize(1);
    assertThat(flows.get(0).end()).isEqualTo(300 * SECOND);
    assertThat(flows.get(0).packets()).isEqualTo(31);
  }

  @Test
  void aSynAfterFinOrResetOpensAnother() throws IOException {
    add(packet(0, 1, TcpFlags.SYN), packet(1, 1, TcpFlags.FIN), packet(2, 1, TcpFlags.ACK));
    assertThat(flows).isEmpty(); // the last acknowledgment belongs to it
    add(packet(3, 1, TcpFlags.SYN));
    assertThat(flows).hasSize(1);
    assertThat(flows.get(0).packets()).isEqualTo(3);
    add(packet(4, 1, TcpFlags.RST), packet(5, 1, TcpFlags.SYN));
    assertThat(flows).hasSize(2);
  }

  @Test
  void fragmentsBelongToTheFlowOfTheirFirst() throws IOException {
    add(fragment(17, 9, 77, 0), fragment(60, 0, 77, 1480), fragment(17, 0, 78, 1480));
    cache.finish();
    assertThat(flows).extracting(FlowRecord::sourcePort).containsExactlyInAnyOrder(9, 0);
    assertThat(flows).filteredOn(flow -> flow.sourcePort() == 9).allMatch(f -> f.packets() == 2);
  }

  @Test
  void packetsOutOfOrderWidenTheFlow() throws IOException {
    add(packet(5, 1, 0), packet(4, 1, 0));
    cache.finish();
    assertThat(flows.get(0).start()).isEqualTo(4 * SECOND);
    assertThat(flows.get(0).end()).isEqualTo(5 * SECOND);
  }
}
