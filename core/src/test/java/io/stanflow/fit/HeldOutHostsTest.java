package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutHostsTest {
  private static TrainingData.Options options(double share, long seed) {
    return new TrainingData.Options(5, 5, share, seed);
  }

  /** Kinds of hosts, far from each other; the last host of all is like none. */
  private static List<float[]> hosts(int kinds, int each, long seed) {
    var random = new Random(seed);
    var hosts = new ArrayList<float[]>();
    for (int i = 0; i < kinds * each; i++) {
      float kind = 100f * (i % kinds);
      hosts.add(new float[] {kind + random.nextFloat(), kind - random.nextFloat()});
    }
    hosts.add(new float[] {-500, 700});
    return hosts;
  }

  private static Set<Integer> choose(List<float[]> hosts, TrainingData.Options options) {
    int[] even = new int[hosts.size()];
    Arrays.fill(even, 100);
    return HeldOutHosts.choose(hosts, even, options);
  }

  /** What training has most to learn from is not kept from it. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noneHasManyOfTheFlows(long seed) {
    List<float[]> hosts = hosts(6, 5, seed);
    int[] flows = new int[hosts.size()];
    Arrays.fill(flows, 500);
    flows[0] = 1_000_000;
    boolean[] held = new boolean[2];
    for (long other = seed; other < seed + 20; other++) {
      held[0] |= choose(hosts, options(0.4, other)).contains(0);
      held[1] |= HeldOutHosts.choose(hosts, flows, options(0.4, other)).contains(0);
    }
    assertThat(held).containsExactly(true, false);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachHasHostsOfItsKindInTraining(long seed) {
    List<float[]> hosts = hosts(6, 5, seed);
    Set<Integer> chosen = choose(hosts, options(0.2, seed));
    assertThat(chosen).hasSizeBetween(4, 6).doesNotContain(30);
    for (int kind = 0; kind < 6; kind++) {
      int of = kind;
      assertThat(chosen.stream().filter(host -> host % 6 == of)).hasSizeLessThanOrEqualTo(2);
    }
    assertThat(choose(hosts, options(0.2, seed))).isEqualTo(chosen);
  }

  @Test
  void anotherSeedHoldsOutOthers() {
    List<float[]> hosts = hosts(3, 40, 1);
    assertThat(choose(hosts, options(0.07, 1)))
        .hasSize(8)
        .isNotEqualTo(choose(hosts, options(0.07, 2)));
  }

  @Test
  void ofFewHostsNoneAndOfManyNotTooMany() {
    assertThat(choose(hosts(1, 6, 1), options(0.5, 1))).isEmpty();
    assertThat(choose(hosts(3, 40, 1), options(0, 1))).isEmpty();
    assertThat(choose(hosts(2, 2000, 1), options(0.1, 1))).hasSize(HeldOutHosts.MOST);
  }

  @Test
  void placesAreReadAsTheyAreRecorded() {
    Set<Integer> places = Set.of(12, 3, 140);
    assertThat(HeldOutHosts.text(places)).isEqualTo("3 12 140");
    for (Set<Integer> each : List.of(places, Set.<Integer>of())) {
      assertThat(HeldOutHosts.recorded(Map.of(HeldOutHosts.PLACES, HeldOutHosts.text(each))))
          .contains(each);
    }
    assertThat(HeldOutHosts.recorded(Map.of())).isEmpty();
    assertThat(HeldOutHosts.recorded(Map.of(HeldOutHosts.PLACES, "3 x"))).isEmpty();
  }
}
