package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.spec.UsualSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Profile}. */
class ProfileTest {
  @Test
  void aProfileOffersTheMostFrequentOfServiceAndPackets() {
    var usual = new java.util.ArrayList<UsualSize>();
    for (int i = 0; i < 6; i++) {
      usual.add(new UsualSize(true, 1, 80, 3, 150 + i, 0.1));
    }
    usual.add(new UsualSize(true, 1, 80, 2, 90, 0.1));
    usual.add(new UsualSize(false, 1, 80, 3, 91, 0.1));
    var profile =
        new Profile(
            Profile.Spec.of(List.of(), usual),
            new float[0],
            new float[0],
            new float[0],
            Wanted.NOTHING,
            null,
            null);
    var flow = new Observation(0, 2);
    flow.outgoing = true;
    flow.protocol = 1;
    flow.localPort = 40_000;
    flow.peerPort = 80;
    long[] into = new long[UsualSize.OFFERED];
    assertThat(profile.usualSizes(flow, 3, into)).isEqualTo(4);
    assertThat(into).containsExactly(150, 151, 152, 153);
    assertThat(profile.usualSizes(flow, 2, into)).isEqualTo(1);
    assertThat(into).startsWith(90);
    assertThat(profile.usualSizes(flow, 4, into)).isZero();
    flow.peerPort = 81;
    assertThat(profile.usualSizes(flow, 3, into)).isZero();
  }
}
