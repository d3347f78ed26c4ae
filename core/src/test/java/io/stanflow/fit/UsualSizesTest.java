package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UsualSizesTest {
  private static UsualSize size(int port, long bytes, double share) {
    return new UsualSize(true, 0, port, 1, bytes, share);
  }

  /** Each found one against a count of its own. */
  @Test
  void sizesThatManyFlowsOfAServiceHaveAreUsual() throws IOException {
    MemoryTable table = SimulatedTraffic.table(3);
    CodecFitter.Fitted fitted = Fits.fit(table, 5);
    var codec = new FlowCodec(fitted.spec(), fitted.shared()::sharedOctets);
    var series = table.series().get(1);
    List<UsualSize> usual = UsualSizes.of(series, codec);
    assertThat(usual).isNotEmpty().doesNotHaveDuplicates();
    assertThat(usual.stream().map(UsualSize::share))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    for (UsualSize size : usual) {
      long flows =
          series.flows().stream().filter(f -> matches(size, f, series.host(), codec)).count();
      assertThat(flows).isGreaterThanOrEqualTo(UsualSize.LEAST_FLOWS);
      assertThat(size.share()).isCloseTo((double) flows / series.flows().size(), within(1e-12));
    }
  }

  private static boolean matches(UsualSize size, Flow flow, Address host, FlowCodec codec) {
    return size.value() == flow.bytes()
        && size.divisor() == flow.packets()
        && codec.spec().protocols()[size.protocol()].equals(flow.protocol())
        && flow.sourceAddress().equals(host) == size.outgoing()
        && Math.min(flow.sourcePort(), flow.destinationPort()) == size.port();
  }

  @Test
  void aBlendHasWhatTwoOfItsHostsHave() {
    List<UsualSize> blend =
        UsualSizes.blend(
            List.of(
                List.of(size(80, 52, 0.3), size(443, 60, 0.2)),
                List.of(size(443, 60, 0.4), size(443, 61, 0.3)),
                List.of(size(80, 60, 0.1)),
                List.of()));
    assertThat(blend).hasSize(1);
    assertThat(blend.get(0).port()).isEqualTo(443);
    assertThat(blend.get(0).share()).isCloseTo(0.15, within(1e-12));
  }

  @Test
  void ofOneHostNothingIsLeftOutAndOfManyTheLargestStay() {
    List<UsualSize> many =
        IntStream.range(0, 2 * UsualSize.MOST).mapToObj(i -> size(i, 52, 1 / (i + 2.0))).toList();
    List<UsualSize> own = many.subList(0, 3);
    assertThat(UsualSizes.blend(List.of(own))).isEqualTo(own);
    assertThat(UsualSizes.blend(List.of(many, many))).isEqualTo(many.subList(0, UsualSize.MOST));
  }
}
