package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Sharing} and what it counts with. */
class SharingTest {
  /** Largest value of each of six hosts. */
  private static Extreme<Long> largest(int k, long... values) {
    Extreme<Long> largest = Extreme.largest(k);
    for (int host = 0; host < values.length; host++) {
      largest.add(values[host] / 2, host);
      largest.add(values[host], host);
      largest.add(1L, host);
    }
    return largest;
  }

  @ParameterizedTest(name = "{0} hosts: {1}")
  @CsvSource({"1, 9000", "2, 700", "3, 700", "4, 31", "6, 5"})
  void anExtremeIsWhatSoManyHostsReach(int k, long expected) {
    Extreme<Long> largest = largest(k, 700, 9000, 31, 700, 30, 5);
    assertThat(largest.value()).isEqualTo(expected);
    assertThat(largest.hosts()).isGreaterThanOrEqualTo(k);
  }

  @Test
  void anEndIsAsItIsOnlyIfItIsThatOfEnoughHosts() {
    assertThat(new Sharing(3).end(largest(3, 1500, 1500, 9000, 1500, 40))).isEqualTo(1500);
    assertThat(new Sharing(3).end(largest(3, 1480, 1500, 9000, 1470, 40))).isEqualTo(1472);
    assertThat(new Sharing(3).most(largest(3, 1480, 1500, 9000, 1470, 40))).isEqualTo(1536);
    assertThat(new Sharing(1).end(largest(1, 1480, 1500, 9001, 1470, 40))).isEqualTo(9001);
  }

  @Test
  void edgesAreRoundedDownByLessThanTwoPercent() {
    var sharing = new Sharing(2);
    for (long value = 1; value > 0 && value < Long.MAX_VALUE / 3; value = value * 3 + 1) {
      assertThat(sharing.edge(value)).isBetween((long) (value * 0.984) - 1, value);
      assertThat(sharing.edge(-value)).isBetween(-(long) (value * 1.016) - 1, -value);
    }
    assertThat(sharing.edge(12_345)).isEqualTo(12_288);
    assertThat(sharing.edge(127)).isEqualTo(127);
  }

  @Test
  void edgesStayOnlyWhereEnoughHostsAreBetweenThem() {
    long[] values = {1, 2, 3, 11, 11, 12, 21, 22, 31, 32, 33, 41};
    long[] holders = {0, 1, 2, 5, 5, 5, 1, 2, 0, 1, 2, 3};
    int[] hosts = new int[6];
    long[] edges =
        new Values(values, holders)
            .shared(new long[] {0, 10, 20, 30, 40, 50}, new Sharing(3), hosts);
    assertThat(edges).containsExactly(0, 10, 30, 50);
    assertThat(Arrays.copyOf(hosts, 2)).containsExactly(3, 3);
    edges = new Values(values, new long[12]).shared(new long[] {0, 10, 50}, new Sharing(3), hosts);
    assertThat(edges).containsExactly(0, 50);
  }

  @Test
  void sharersAreHostsNotRows() {
    var sharers = new Sharers<String>();
    for (int host = 0; host < 4; host++) {
      sharers.add("all", host);
      sharers.add("all", host);
      sharers.add(host < 2 ? "few" : "others", host);
    }
    assertThat(sharers.hosts("all")).isEqualTo(4);
    assertThat(sharers.rows("all")).isEqualTo(8);
    assertThat(sharers.hosts("few")).isEqualTo(2);
    assertThat(sharers.hosts("none")).isZero();
  }
}
