package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData.Options;
import io.stanflow.flow.Address;
import io.stanflow.flow.Schema;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A finished model's view of real flows is that of training. */
class ProfileMatcherTest {
  private static final int K = 4;
  private static final int ALL = Integer.MAX_VALUE;
  private static final MemoryTable TABLE = SimulatedTraffic.table(16, 80, true, 5);

  private static ProfileMatcher matcher(TrainingData data, List<Profile> profiles)
      throws IOException {
    return new ProfileMatcher(data.codec().spec(), profiles, TABLE, K);
  }

  /** Some peers' prefixes are shared by all 16 hosts, so a k of 16 is met exactly. */
  @ParameterizedTest
  @ValueSource(ints = {K, 16, 17})
  void ownProfileIsTheNearestAndEncodesAsTrainingDid(int k) throws IOException {
    var data = TrainingData.fit(TABLE, new Options(k, 1, 0, 1));
    Set<Address> hosts = Set.copyOf(TABLE.addresses());
    var matcher = new ProfileMatcher(data.codec().spec(), data.ownProfiles(), TABLE, k);
    Map<Address, Sequence> encoded = matcher.encode(TABLE, hosts, ALL);
    assertThat(encoded.keySet()).containsExactlyElementsOf(TABLE.addresses());
    for (int h = 0; h < TABLE.hosts(); h++) {
      Sequence its = encoded.get(TABLE.addresses().get(h));
      assertThat(its.profile()).isEqualTo(h);
      checkSame(its, data.training().get(h));
    }
  }

  private static void checkSame(Sequence actual, Sequence expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    EncodedSeries a = actual.series();
    EncodedSeries b = expected.series();
    assertThat(a.tokens).isEqualTo(b.tokens);
    assertThat(a.numerics).isEqualTo(b.numerics);
    assertThat(a.slots).isEqualTo(b.slots);
    assertThat(a.components).isEqualTo(b.components);
    assertThat(a.logDensities).isEqualTo(b.logDensities);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hostsLeftOutGetTheBlendThatTrainingJudgesThemUnder(long seed) throws IOException {
    var data = TrainingData.fit(TABLE, new Options(K, 3, 0.2, seed));
    List<Profile> blends = data.profiles().subList(TABLE.hosts(), data.profiles().size());
    assertThat(blends).hasSizeGreaterThan(2);
    Map<Address, Sequence> encoded =
        matcher(data, blends).encode(TABLE, Set.copyOf(TABLE.addresses()), ALL);
    for (int i = 0; i < data.heldOut().size(); i++) {
      Address host = TABLE.addresses().get(data.heldOut().get(i).profile());
      Sequence expected = data.heldOutBlended().get(i);
      assertThat(encoded.get(host).profile()).isEqualTo(expected.profile() - TABLE.hosts());
      checkSame(encoded.get(host), expected);
    }
  }

  @Test
  void firstFlowsAreEncodedAsInTheWholeSeries() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(K, 3, 0, 1));
    ProfileMatcher matcher = matcher(data, data.modelProfiles());
    List<Address> hosts = TABLE.addresses().subList(3, 6);
    Map<Address, Sequence> whole = matcher.encode(TABLE, Set.copyOf(hosts), ALL);
    Map<Address, Sequence> first = matcher.encode(TABLE, Set.copyOf(hosts), 20);
    assertThat(first.keySet()).containsExactlyElementsOf(hosts);
    for (Address host : hosts) {
      EncodedSeries part = first.get(host).series();
      EncodedSeries all = whole.get(host).series();
      assertThat(first.get(host).rows()).isEqualTo(20);
      assertThat(first.get(host).profile()).isEqualTo(whole.get(host).profile());
      assertThat(all.tokens.limit(part.tokens.limit())).isEqualTo(part.tokens);
      assertThat(all.numerics.limit(part.numerics.limit())).isEqualTo(part.numerics);
      for (int f = 0; f < part.components.length; f++) {
        assertThat(all.components[f].limit(part.components[f].limit()))
            .isEqualTo(part.components[f]);
      }
    }
  }

  @Test
  void otherTablesAreRefused() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(K, 3, 0, 1));
    ProfileMatcher matcher = matcher(data, data.modelProfiles());
    MemoryTable narrow = TABLE.project(new Schema(TABLE.schema().attributes().subList(0, 12)));
    assertThatIllegalArgumentException().isThrownBy(() -> matcher.encode(narrow, Set.of(), ALL));
    var ar1 = new Ar1Table(90, 0.5, 0.5, 1);
    var hostless = TrainingData.fit(ar1, Options.DEFAULTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProfileMatcher(hostless.codec().spec(), hostless.profiles(), ar1, 1));
  }
}
