package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static Schedule empty(int threads) {
    return new Schedule(List.of(), new WindowEnds(0, 0, 0, 1), threads, true);
  }

  @Test
  void withoutHostsThereIsOneEmptyWindowAndNoThreadWaits() throws InterruptedException {
    Schedule schedule = empty(1);
    assertThat(schedule.exchange(new HostStream[4], 0)).isZero();
    assertThat(schedule.ready()).isTrue();
    assertThat(schedule.take()).isEmpty();
    assertThat(schedule.done()).isTrue();
    assertThat(schedule.ready()).isFalse();
  }

  @Test
  void whatAThreadFailsOfReachesTheReader() {
    Schedule known = empty(2);
    var first = new IllegalStateException("first");
    known.fail(first);
    known.fail(new IllegalStateException("second"));
    assertThatIllegalStateException().isThrownBy(known::take).isSameAs(first);
    Schedule wrapped = empty(2);
    var error = new StackOverflowError();
    wrapped.fail(error);
    assertThatIllegalStateException().isThrownBy(wrapped::take).withCause(error);
  }
}
