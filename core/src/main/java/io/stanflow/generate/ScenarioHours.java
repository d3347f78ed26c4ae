package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Hours;
import io.stanflow.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long a scenario is: as it says, or as long as the flows that it asks for need. */
final class ScenarioHours {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Most hosts times hours, which planning holds in memory. */
  private static final long MOST_HOST_HOURS = 50_000_000;

  private ScenarioHours() {}

  /**
   * The time of a scenario, by the hosts' clock.
   *
   * @throws IllegalArgumentException if it is too long to plan
   */
  static HourGrid of(Model model, HostProfiles profiles, Scenario scenario) {
    Duration duration =
        scenario.duration() != null ? scenario.duration() : duration(model, profiles, scenario);
    int number = profiles.hosts();
    if (number * (duration.toHours() + 2) > MOST_HOST_HOURS) {
      throw new IllegalArgumentException(
          "%,d hosts for %,d hours are too many to plan; ask for fewer hosts or a shorter time"
              .formatted(number, duration.toHours()));
    }
    if (!scenario.script().calendar().as().isEmpty() && !isWeekly(model, profiles)) {
      throw new IllegalArgumentException(
          "holidays change nothing: the model tells no days of the week apart, and no group has"
              + " days");
    }
    long start = local(scenario.start(), scenario);
    long end = start + duration.toNanos() / 1000;
    long unit = model.codec().spec().clockUnit();
    return new HourGrid(start, end, unit, scenario.script().calendar());
  }

  /** Whether what day of the week it is changes what hosts do. */
  private static boolean isWeekly(Model model, HostProfiles profiles) {
    return profiles.hours().stream().anyMatch(WorkingHours::isWeekly)
        || model.profiles().stream().anyMatch(p -> p.spec().rhythm().length == Hours.A_WEEK);
  }

  /** An instant by the hosts' clock, µs. */
  static long local(Instant instant, Scenario scenario) {
    long micros =
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L) + instant.getNano() / 1000;
    return micros + 1_000_000L * scenario.zone().getTotalSeconds();
  }

  /** As many whole hours as the profiles expect to need for the flows wanted. */
  private static Duration duration(Model model, HostProfiles profiles, Scenario scenario) {
    List<WorkingHours> working = profiles.hours();
    double[][] weeks = new double[working.size()][Hours.A_WEEK];
    double[] volumes = profiles.volumes();
    for (int host = 0; host < profiles.hosts(); host++) {
      ScenarioPlan.checkInterrupt();
      int profile = profiles.of(host);
      double volume = volumes[host];
      Profile.Spec spec = model.profiles().get(profile).spec();
      double[] rhythm = spec.rhythm();
      double ticks = spec.timers().stream().mapToDouble(Timer::perHour).sum();
      double[] week = weeks[profiles.group(host)];
      for (int h = 0; h < Hours.A_WEEK; h++) {
        week[h] += volume * rhythm[h % rhythm.length] + ticks;
      }
    }
    double expected = 0;
    Duration duration = Duration.ZERO;
    Calendar calendar = scenario.script().calendar();
    for (long hour = local(scenario.start(), scenario);
        expected < scenario.flows();
        hour += Hours.MICROS) {
      for (int g = 0; g < weeks.length; g++) {
        ActiveTime on = working.get(g).within(hour, hour + Hours.MICROS, 1, calendar);
        double share = on.length(hour, hour + Hours.MICROS) / Hours.MICROS;
        expected += share * weeks[g][calendar.hourOfWeek(hour)];
      }
      duration = duration.plus(HOUR);
      if (duration.compareTo(Scenario.MOST) > 0) {
        throw new IllegalArgumentException(
            scenario.flows()
                + " flows would take these hosts more than ten years; ask for more hosts");
      }
    }
    return duration;
  }
}
