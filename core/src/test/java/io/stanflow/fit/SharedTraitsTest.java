package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.HeavyPeer;
import io.stanflow.flow.Address;
import io.stanflow.flow.Hours;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTraitsTest {
  private static final int K = 3;

  private static HeavyPeer peer(int port, int protocol, int name) {
    return new HeavyPeer(-1, port, protocol, 0.5, 1, name >= 0, false, name);
  }

  private static HostProfile host(HeavyPeer peer) {
    return new HostProfile(
        null,
        new HeavyPeers(List.of(peer), new Address[0]),
        List.of(),
        new double[Hours.A_WEEK],
        1,
        0,
        1,
        List.of(),
        new int[][] {{1}},
        new int[0][],
        List.of(),
        new int[] {0});
  }

  /** What is left of a heavy peer is what enough hosts have. */
  @Test
  void heavyPeersAreToldAsFarAsTheyAreShared() throws IOException {
    CodecSpec codec = Fits.codec(SimulatedTraffic.table(1), 1).spec();
    HeavyPeer web = peer(443, 0, -1);
    HeavyPeer named = peer(443, 0, 0);
    HeavyPeer odd = peer(5061, 0, -1);
    HeavyPeer other = peer(53, 1, -1);
    List<HostProfile> hosts =
        List.of(
            host(web),
            host(web),
            host(named),
            host(named),
            host(named.unnamed()),
            host(odd),
            host(other),
            host(web));
    var shared = new SharedTraits(hosts, codec, new Sharing(K));
    assertThat(shared.shared(web)).isEqualTo(web);
    assertThat(shared.shared(odd)).isEqualTo(odd.withoutPorts());
    assertThat(shared.shared(named)).isEqualTo(named.unnamed()); // popular, as all of that service
    assertThat(shared.shared(other)).isNull();
    assertThat(shared.heavy(hosts.get(5))).containsExactly(odd.withoutPorts());
    assertThat(shared.heavy(hosts.get(6))).isEmpty();
  }
}
