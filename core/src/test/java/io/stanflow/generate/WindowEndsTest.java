package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class WindowEndsTest {
  private static List<Long> of(long flows, long start, long end, long unit) {
    List<Long> all = new ArrayList<>();
    var ends = new WindowEnds(flows, start, end, unit);
    ends.forEachRemaining(all::add);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(ends::next);
    return all;
  }

  @Test
  void windowsDoubleAndTheLastNeverEnds() {
    // 50, 150 and 350 of 400 flows
    assertThat(of(400, 1000, 1800, 10)).containsExactly(11_000L, 13_000L, 17_000L, Long.MAX_VALUE);
    assertThat(of(50, 0, 100, 1)).containsExactly(Long.MAX_VALUE);
    assertThat(of(0, 0, 100, 1)).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void windowsHaveABound() {
    List<Long> ends = of(1_000_000, 0, 1_000_000, 1);
    for (int i = 1; i < ends.size() - 1; i++) {
      assertThat(ends.get(i) - ends.get(i - 1)).isEqualTo(Math.min(50_000L, 50L << i));
    }
    assertThat(ends).hasSize(29); // ten double, 18 of 50,000 follow, then the rest
  }
}
