package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.HostSampler.KnownAddresses;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SweptTraffic;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visits come when and from whom they are planned to, between the host's own flows. */
class VisitsTest {
  /** Visits by number, every minute, each from another peer. */
  private static final class Planned implements GivenSource {
    private final Deque<Visit> left = new ArrayDeque<>();

    Planned(SweepSpec.Template template, int number) {
      for (int i = 0; i < number; i++) {
        left.add(new Visit(60L * (i + 1), Address.ofIpv4(0x65_00_00_00 + i / 2), template));
      }
    }

    @Override
    public long time() {
      return left.isEmpty() ? Long.MAX_VALUE : left.peek().time();
    }

    @Override
    public Visit take() {
      return left.remove();
    }

    @Override
    public void skip() {
      throw new AssertionError("nothing is left out");
    }

    @Override
    public void made(Observation flow) {}
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void comeAsTheyArePlannedAndTheHostGoesOn(long seed) throws IOException {
    MemoryTable table = SweptTraffic.table(24, seed);
    var data = TrainingData.fit(table, new TrainingData.Options(5, 5, 0, 1));
    FlowCodec codec = data.codec();
    var template = codec.spec().sweeps().kinds().get(0).template();
    var random = new SplittableRandom(seed);
    var visits = new Planned(template, 40);
    var sampler =
        new HostSampler(
            codec,
            new KnownAddresses(codec, table.internal(), 1),
            data.modelProfiles().get(0),
            UniformSampling.hour(200),
            HostSampler.Place.of(table.addresses().get(0), visits, InternalPeers.ANYBODY),
            null,
            random.split());
    List<Flow> flows = new ArrayList<>();
    while (visits.time() < Long.MAX_VALUE) {
      flows.add(row(sampler, codec, random));
    }
    assertThat(flows).extracting(Flow::timeMicros).isSorted();
    List<Flow> came = flows.stream().filter(VisitsTest::isVisitor).toList();
    assertThat(came).hasSizeGreaterThanOrEqualTo(40);
    for (int i = 0; i < 40; i++) {
      long time = 60_000_000L * (i + 1);
      Address peer = Address.ofIpv4(0x65_00_00_00 + i / 2);
      assertThat(flows)
          .as("visit %d", i)
          .anyMatch(f -> f.timeMicros() == time && f.sourceAddress().equals(peer));
    }
    // every gap is as likely as any other, so own flows are few
    assertThat(flows.size()).isGreaterThan(45);
  }

  private static boolean isVisitor(Flow flow) {
    return flow.sourceAddress().isIpv4() && flow.sourceAddress().octet(0) == 0x65;
  }

  private static Flow row(HostSampler sampler, FlowCodec codec, SplittableRandom random) {
    sampler.begin(new RowBuffer(codec));
    for (int f = 0; f < codec.layout().fields().size(); f++) {
      if (sampler.present(f)) {
        sampler.draw(f, UniformSampling.choose(sampler, f, codec, random), 0, 1);
      }
      sampler.decided(f);
    }
    return sampler.finish();
  }
}
