package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Hours;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.Schemas;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rates go by the time that a table covers, not by the hours of the clock that it touches. */
class HostRhythmTest {
  private static final Address HOST = Address.parse("10.0.0.1");
  private static final long MINUTE = Hours.MICROS / 60;

  /** Monday 2024-01-01. */
  private static final long MONDAY = 1_704_067_200_000_000L;

  /** A flow a minute from minute {@code from} to minute {@code to} after Monday 00:00. */
  private static Series everyMinute(long from, long to) {
    List<Flow> flows =
        LongStream.rangeClosed(from, to)
            .mapToObj(
                m ->
                    new Flow.Draft(Schemas.UGR16)
                        .number(Schemas.UGR16.index(Schema.TIME), MONDAY + m * MINUTE)
                        .flow())
            .toList();
    return new Series(HOST, flows);
  }

  private static double[] rhythm(Series series) {
    var coverage = new Coverage();
    coverage.add(series);
    double[] counts = new double[Hours.A_WEEK];
    series.flows().forEach(flow -> counts[Hours.ofWeek(flow.timeMicros())]++);
    var host =
        new HostProfile(
            HOST,
            null,
            List.of(),
            counts,
            series.flows().size(),
            0,
            1,
            List.of(),
            null,
            null,
            List.of(),
            null);
    return new HostRhythm(coverage.ofWeek()).of(host);
  }

  @Test
  void aPartOfAnHourIsNoWholeOne() {
    double[] rhythm = rhythm(everyMinute(9 * 60 + 30, 11 * 60 + 24));
    assertThat(rhythm[9]).isCloseTo(60 * 30 / 30.5, within(1e-4)); // from 9:29:30 on
    assertThat(rhythm[10]).isCloseTo(60, within(1e-4));
    assertThat(rhythm[11]).isCloseTo(60 * 25 / 24.5, within(1e-4)); // until 11:24:30
    assertThat(rhythm[3]).isBetween(59.0, 62.0);
  }

  /** Of two days from nine to eleven the nights between are no time without sweeps or flows. */
  @Test
  void hoursBetweenDaysAreNotCovered() {
    var coverage = new Coverage();
    coverage.add(everyMinute(9 * 60, 11 * 60 - 1));
    coverage.add(everyMinute(24 * 60 + 9 * 60, 24 * 60 + 11 * 60 - 1));
    double[] day = coverage.ofDay();
    assertThat(day[9]).isCloseTo(2, within(0.02));
    assertThat(day[10]).isCloseTo(2, within(0.1));
    assertThat(java.util.Arrays.stream(day).sum()).isCloseTo(4, within(0.1));
  }

  /** Three flows in two and a half minutes of hour 11 would be 72 an hour. */
  @Test
  void tooLittleOfAnHourTellsNothing() {
    assertThat(rhythm(everyMinute(10 * 60, 11 * 60 + 2))[11]).isCloseTo(60, within(1e-4));
  }

  @Test
  void aShortTableIsMeasuredByItsMinutes() {
    assertThat(rhythm(everyMinute(61, 63))[1]).isCloseTo(60, within(1e-4));
  }

  /** 36 hours, the first and the last of them in part: hours of the day that are there twice. */
  @Test
  void hoursOfTheWeekToo() {
    double[] rhythm = rhythm(everyMinute(6 * 60 + 30, 42 * 60 + 14));
    assertThat(rhythm).hasSize(Hours.A_WEEK);
    assertThat(rhythm[6]).isCloseTo(60, within(1.0));
    assertThat(rhythm[10]).isCloseTo(60, within(1e-3));
    assertThat(rhythm[30]).isCloseTo(60, within(1.0));
    assertThat(rhythm[42]).isCloseTo(60, within(2.0)); // 15 in 14.5 minutes, drawn to the day's
  }
}
