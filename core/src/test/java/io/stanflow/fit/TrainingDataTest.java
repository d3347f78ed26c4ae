package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData.Options;
import io.stanflow.model.ModelFile;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDataTest {
  private static final MemoryTable TABLE = SimulatedTraffic.table(12, 80, false, 5);

  private static long rows(List<Sequence> sequences) {
    return sequences.stream().mapToLong(Sequence::rows).sum();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void heldOutHostsAreInNoTrainingSequence(long seed) throws IOException {
    var data = TrainingData.fit(TABLE, new Options(5, 3, 0.25, seed));
    assertThat(data.heldOutHosts()).hasSize(3);
    assertThat(data.heldOut()).hasSize(3).allMatch(s -> s.from() == 0 && whole(s));
    assertThat(data.heldOutBlended()).hasSize(3).allMatch(s -> s.from() == 0 && whole(s));
    Set<Integer> heldOut = new HashSet<>();
    data.heldOut().forEach(s -> heldOut.add(s.profile()));
    Set<EncodedSeries> series = new HashSet<>();
    data.heldOut().forEach(s -> series.add(s.series()));
    data.heldOutBlended().forEach(s -> series.add(s.series()));
    assertThat(data.training()).hasSize(18).noneMatch(s -> heldOut.contains(s.profile()));
    assertThat(data.training()).noneMatch(s -> series.contains(s.series()));
    assertThat(rows(data.training()) / 2 + rows(data.heldOut())).isEqualTo(TABLE.size());
    // the blends that sequences name are of training hosts alone
    int blended =
        data.profiles().stream().skip(TABLE.hosts()).mapToInt(p -> p.spec().hosts()).sum();
    assertThat(blended).isEqualTo(TABLE.hosts() - 3);
    assertThat(data.heldOutBlended()).allMatch(s -> s.profile() >= TABLE.hosts());
  }

  private static boolean whole(Sequence sequence) {
    return sequence.to() == sequence.series().rows();
  }

  @Test
  void modelsProfilesStandForAllHostsAndAreNoneOfThem() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(5, 5, 0.1, 1));
    for (Profile profile : data.modelProfiles()) {
      assertThat(data.ownProfiles())
          .noneMatch(own -> Arrays.equals(own.vector(), profile.vector()));
    }
    assertThat(data.modelProfiles().stream().mapToInt(p -> p.spec().hosts()).sum()).isEqualTo(12);
  }

  @Test
  void withoutBlendingEveryHostHasItsProfile() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(5, 1, 0, 1));
    assertThat(data.modelProfiles()).hasSize(12).allMatch(p -> p.spec().hosts() == 1);
    assertThat(data.heldOut()).isEmpty();
    assertThat(data.heldOutBlended()).isEmpty();
    assertThat(rows(data.training())).isEqualTo(TABLE.size());
  }

  @Test
  void ofFewHostsTheTailsAreHeldOut() throws IOException {
    MemoryTable small = SimulatedTraffic.table(7, 60, false, 1);
    var data = TrainingData.fit(small, new Options(3, 3, 0.07, 1));
    assertThat(data.heldOutHosts()).isEmpty();
    assertThat(data.heldOut()).hasSize(7).allMatch(TrainingDataTest::whole);
    for (Sequence tail : data.heldOut()) {
      assertThat(tail.rows()).isBetween(tail.to() / 10, tail.to() / 10 + 1);
      assertThat(data.training())
          .noneMatch(s -> s.series() == tail.series() && s.to() > tail.from());
    }
    assertThat(rows(data.training()) / 2 + rows(data.heldOut())).isEqualTo(small.size());
  }

  @Test
  void atMostHalfOfTheHostsAreHeldOut() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(5, 3, 0.99, 1));
    assertThat(data.heldOutHosts()).hasSizeBetween(4, 6);
  }

  @Test
  void sameTableGivesTheSameCodecText() throws IOException {
    var first = TrainingData.fit(TABLE, new Options(5, 5, 0.1, 1));
    MemoryTable again = SimulatedTraffic.table(12, 80, false, 5);
    var second = TrainingData.fit(again, new Options(5, 5, 0.1, 1));
    assertThat(ModelFile.text(first.codec().spec()))
        .isEqualTo(ModelFile.text(second.codec().spec()));
    for (int i = 0; i < first.training().size(); i++) {
      EncodedSeries a = first.training().get(i).series();
      EncodedSeries b = second.training().get(i).series();
      assertThat(a.tokens).isEqualTo(b.tokens);
      assertThat(a.numerics).isEqualTo(b.numerics);
      assertThat(a.slots).isEqualTo(b.slots);
      assertThat(a.components).isEqualTo(b.components);
    }
    for (int p = 0; p < first.profiles().size(); p++) {
      assertThat(first.profiles().get(p).vector()).isEqualTo(second.profiles().get(p).vector());
    }
  }

  @Test
  void laterTableIsEncodedUnderTheHostsOwnProfiles() throws IOException {
    var data = TrainingData.fit(TABLE, new Options(5, 5, 0.1, 1));
    MemoryTable later = SimulatedTraffic.table(14, 40, false, 6);
    List<Sequence> sequences = data.encodeLater(later);
    assertThat(sequences).hasSize(12);
    for (int h = 0; h < 12; h++) {
      assertThat(sequences.get(h).profile()).isEqualTo(h);
      assertThat(sequences.get(h).rows()).isEqualTo(later.series().get(h).flows().size());
    }
    List<Sequence> same = data.encodeLater(TABLE);
    List<Sequence> own = data.heldOut();
    assertThat(same.get(own.get(0).profile()).series().tokens)
        .isEqualTo(own.get(0).series().tokens);
    MemoryTable other =
        TABLE.project(new io.stanflow.flow.Schema(TABLE.schema().attributes().subList(0, 12)));
    assertThatIllegalArgumentException().isThrownBy(() -> data.encodeLater(other));
  }

  @Test
  void optionsAreReadAsTheyAreRecorded() {
    var options = new Options(5, 3, 0.25, 2);
    assertThat(Options.recorded(options.record())).contains(options);
  }

  @Test
  void optionsThatAreNotRecordedAreNotGuessed() {
    Map<String, String> record = Options.DEFAULTS.record();
    for (String key : record.keySet()) {
      Map<String, String> less = new HashMap<>(record);
      less.remove(key);
      assertThat(Options.recorded(less)).isEmpty();
      less.put(key, "x");
      assertThat(Options.recorded(less)).isEmpty();
      less.put(key, "-3");
      assertThat(Options.recorded(less).isPresent()).isEqualTo(key.equals("seed"));
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Options(0, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Options(1, 0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Options(1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Options(1, 1, Double.NaN, 1));
  }
}
