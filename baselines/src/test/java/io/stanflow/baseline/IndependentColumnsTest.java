package io.stanflow.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndependentColumnsTest {
  private static final int FLOWS = 20_000;

  @TempDir Path directory;

  private DuckTable table;
  private List<Flow> real;
  private List<Flow> made;

  @BeforeEach
  void generate() throws IOException {
    Path file = directory.resolve("real");
    Traffic.write(file, "ugr16", Traffic.SCHEMA, Traffic.random(1, FLOWS));
    table = Traffic.read(file);
    real = Traffic.flows(table);
    made = Traffic.generate(Baseline.INDEPENDENT_COLUMNS, table, 1, directory.resolve("made"));
  }

  @AfterEach
  void close() throws IOException {
    table.close();
  }

  /** Each count of n draws is binomial: five standard deviations either way, and 3 for tails. */
  private <T> void assertSameFrequencies(Function<Flow, T> value) {
    Map<T, Long> expected = Traffic.count(real, value);
    Map<T, Long> counts = Traffic.count(made, value);
    assertThat(expected.keySet()).containsAll(counts.keySet());
    expected.forEach(
        (word, count) ->
            assertThat((double) counts.getOrDefault(word, 0L))
                .as("%s", word)
                .isCloseTo(count, within(3 + 5 * Math.sqrt(count * (1 - count / (double) FLOWS)))));
  }

  @Test
  void wordsKeepTheirFrequencies() {
    assertSameFrequencies(Flow::protocol);
    assertSameFrequencies(Flow::tcpFlags);
    assertSameFrequencies(Flow::sourcePort);
    assertSameFrequencies(Flow::destinationPort);
    assertSameFrequencies(flow -> flow.word(11));
    assertSameFrequencies(IndependentColumnsTest::outgoing);
  }

  /** Internal peers are given to busier hosts only, so the others gain in proportion. */
  @Test
  void peersKeepTheirFrequencies() {
    Map<Address, Long> expected = Traffic.count(real, IndependentColumnsTest::peer);
    Map<Address, Long> counts = Traffic.count(made, IndependentColumnsTest::peer);
    double gain = 1.0 * external(counts) / external(expected);
    assertThat(gain).isBetween(1.0, 1.1);
    expected.forEach(
        (peer, count) -> {
          if (Traffic.INTERNAL.get(0).contains(peer)) {
            assertThat(counts.get(peer)).as("%s", peer).isBetween(1L, count);
          } else {
            assertThat((double) counts.getOrDefault(peer, 0L))
                .as("%s", peer)
                .isCloseTo(gain * count, within(3 + 5 * Math.sqrt(count)));
          }
        });
  }

  private static long external(Map<Address, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> !Traffic.INTERNAL.get(0).contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean outgoing(Flow flow) {
    return flow.sourceAddress().equals(host(flow));
  }

  private static Address peer(Flow flow) {
    return outgoing(flow) ? flow.destinationAddress() : flow.sourceAddress();
  }

  /** The internal side; of two the busier, which is the one with the greater number. */
  private static Address host(Flow flow) {
    Address source = flow.sourceAddress();
    Address destination = flow.destinationAddress();
    if (!Traffic.INTERNAL.get(0).contains(source)) {
      return destination;
    }
    return Traffic.INTERNAL.get(0).contains(destination) && source.octet(3) < destination.octet(3)
        ? destination
        : source;
  }

  @Test
  void numbersKeepTheirHistograms() {
    assertSameFrequencies(bin(Flow::bytes));
    assertSameFrequencies(bin(Flow::packets));
    assertSameFrequencies(bin(Flow::durationMicros));
    assertSameFrequencies(flow -> (flow.timeMicros() - Traffic.START) / 60_000_000 / 10);
  }

  /** Which of 100 bins on the scale of ln(1 + x). */
  private Function<Flow, Long> bin(ToLongFunction<Flow> number) {
    LongSummaryStatistics numbers = real.stream().mapToLong(number).summaryStatistics();
    double low = Math.log1p((double) numbers.getMin());
    double high = Math.log1p((double) numbers.getMax());
    return flow -> {
      double y = Math.log1p((double) number.applyAsLong(flow));
      return Math.min(99, (long) ((y - low) / (high - low) * 100));
    };
  }

  @Test
  void numbersStayOnTheirGrid() {
    assertThat(made).allMatch(flow -> flow.durationMicros() % 4000 == 0);
    assertThat(made).anyMatch(flow -> flow.durationMicros() % 8000 != 0);
    assertThat(made).allMatch(flow -> flow.timeMicros() % 1_000_000 == 0);
  }

  /** Two columns alone: 2n times the plain estimate of their information is chi-squared. */
  @Test
  void columnsAreIndependent() {
    Function<Flow, Boolean> dns = flow -> flow.sourcePort() == 53 || flow.destinationPort() == 53;
    assertThat(information(real, Flow::protocol, dns)).isGreaterThan(0.6); // of ln 2 = 0.69 nats
    double five = (1 + 5 * Math.sqrt(2)) / (2 * FLOWS); // one degree of freedom
    assertThat(information(made, Flow::protocol, dns)).isLessThan(five);
    assertThat(information(made, Flow::protocol, IndependentColumnsTest::outgoing))
        .isLessThan(five);
    assertThat(information(made, Flow::protocol, flow -> flow.bytes() > 10_000)).isLessThan(five);
  }

  private static <A, B> double information(
      List<Flow> flows, Function<Flow, A> a, Function<Flow, B> b) {
    Map<A, Long> as = Traffic.count(flows, a);
    Map<B, Long> bs = Traffic.count(flows, b);
    Map<List<Object>, Long> pairs =
        Traffic.count(flows, flow -> List.of(a.apply(flow), b.apply(flow)));
    double n = flows.size();
    return pairs.entrySet().stream()
        .mapToDouble(
            pair -> {
              double independent = as.get(pair.getKey().get(0)) * bs.get(pair.getKey().get(1)) / n;
              return pair.getValue() / n * Math.log(pair.getValue() / independent);
            })
        .sum();
  }
}
