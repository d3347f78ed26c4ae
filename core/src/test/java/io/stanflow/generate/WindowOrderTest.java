package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowOrderTest {
  private static final Schema SCHEMA =
      new Schema(List.of(new Attribute(Schema.TIME, Kind.END), new Attribute("n", Kind.COUNT)));

  /** Flows of a host: their times, and numbers of 100 · host and on. */
  private static Schedule.Part part(int host, long... times) {
    var stream = new HostStream(host, 9 - host, null, null, SeriesEnd.UNTIMED, null, null);
    return new Schedule.Part(
        stream,
        IntStream.range(0, times.length)
            .mapToObj(
                i -> new Flow.Draft(SCHEMA).number(0, times[i]).number(1, 100L * host + i).flow())
            .toList());
  }

  private static List<Long> numbers(WindowOrder order, Schedule.Part... parts) {
    return order.merge(new ArrayList<>(List.of(parts))).stream().map(f -> f.number(1)).toList();
  }

  @Test
  void flowsOfOneTimeStandHostByHost() {
    var order = new WindowOrder(true, true, 1);
    assertThat(numbers(order, part(2, 5, 5, 7), part(1, 4, 5, 5)))
        .containsExactly(100L, 101L, 102L, 200L, 201L, 202L);
  }

  @Test
  void withoutTimesTheBusiestHostComesFirst() {
    var order = new WindowOrder(false, true, 1);
    assertThat(numbers(order, part(1, 3, 2), part(2, 1, 0)))
        .containsExactly(200L, 201L, 100L, 101L);
  }

  /**
   * 50 flows of each of two hosts: each keeps its order, and they change places 50 ± 6 · 5 times.
   */
  @Test
  void orInAmongEachOther() {
    long[] at = LongStream.generate(() -> 5).limit(50).toArray();
    List<Long> mixed = numbers(new WindowOrder(true, false, 1), part(1, at), part(2, at));
    assertThat(mixed).filteredOn(n -> n < 200).isSorted().hasSize(50);
    assertThat(mixed).filteredOn(n -> n >= 200).isSorted().hasSize(50);
    long changes =
        IntStream.range(1, 100).filter(i -> mixed.get(i) / 100 != mixed.get(i - 1) / 100).count();
    assertThat(changes).isBetween(20L, 80L);
    assertThat(numbers(new WindowOrder(true, false, 1), part(2, at), part(1, at))).isEqualTo(mixed);
    assertThat(numbers(new WindowOrder(true, false, 2), part(2, at), part(1, at)))
        .isNotEqualTo(mixed);
  }
}
