package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import org.junit.jupiter.api.Test;

class PeerTest {
  private final Peer peer = new Peer(Address.parse("192.0.2.1"), -1, -1, false);

  private void flow(boolean outgoing, int localPort, int peerPort, int service) {
    peer.add(
        new Reference(
            0, outgoing, 6, localPort, peerPort, new short[0], new long[0], service, false, 1));
  }

  @Test
  void servicesCountOnceForBothDirections() {
    assertThat(peer.services()).isZero();
    flow(true, 40_000, 80, 7);
    flow(false, 40_000, 80, 7);
    flow(true, 40_001, 80, 7);
    assertThat(peer.services()).isEqualTo(1);
    flow(false, 40_002, 443, 8);
    flow(false, 22, 50_000, 9);
    assertThat(peer.services()).isEqualTo(3);
  }
}
