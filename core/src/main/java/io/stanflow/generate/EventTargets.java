package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.flow.Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which hosts of a scenario events can come to, and when.
 *
 * @param addresses of the hosts by their numbers, null entries where flows have none
 * @param unit µs per clock unit
 */
record EventTargets(
    Scenario scenario, HostProfiles profiles, List<Address> addresses, HourGrid hours, long unit) {

  /**
   * When an event begins, clock units.
   *
   * @throws IllegalArgumentException if the scenario has not begun then, or is over
   */
  long time(Event event) {
    long time = -Math.floorDiv(-ScenarioHours.local(event.at(), scenario), unit);
    if (time < hours.start() || time >= hours.end()) {
      throw new IllegalArgumentException(
          "%s: it is at %s, but the scenario is from %s to %s"
              .formatted(event.name(), event.at(), utc(hours.start()), utc(hours.end())));
    }
    return time;
  }

  private Instant utc(long time) {
    return Instant.EPOCH
        .plus(time * unit, ChronoUnit.MICROS)
        .minusSeconds(scenario.zone().getTotalSeconds());
  }

  /**
   * The hosts that an event may come to, by their numbers.
   *
   * @throws IllegalArgumentException if there are none of that name or address
   */
  List<Integer> of(Event event) {
    String over = event.over();
    if (over == null) {
      return hosts(host -> true);
    }
    List<HostGroup> groups = scenario.groups();
    List<Integer> named =
        hosts(host -> !groups.isEmpty() && groups.get(profiles.group(host)).name().equals(over));
    List<Integer> found =
        named.isEmpty() ? hosts(host -> isAddress(addresses.get(host), over)) : named;
    if (found.isEmpty()) {
      String known = groups.stream().map(HostGroup::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "%s: no group and no host's address is '%s'; %s"
              .formatted(
                  event.name(),
                  over,
                  known.isEmpty() ? "there are no groups" : "groups: " + known));
    }
    return found;
  }

  /** Those of them that have flows when it begins. */
  List<Integer> active(Event event) {
    long time = time(event);
    List<ActiveTime> active = profiles.hours().stream().map(hours::active).toList();
    return of(event).stream().filter(h -> active.get(profiles.group(h)).has(time)).toList();
  }

  private List<Integer> hosts(IntPredicate which) {
    return IntStream.range(0, profiles.hosts()).filter(which).boxed().toList();
  }

  private static boolean isAddress(Address address, String text) {
    return address != null && address.toString().equals(text);
  }

  /**
   * Draws some of them.
   *
   * @param number of hosts
   * @throws IllegalArgumentException if there are fewer
   */
  static List<Integer> draw(Event event, List<Integer> of, int number, SplittableRandom random) {
    if (number > of.size()) {
      throw new IllegalArgumentException(
          "%s: it is of %,d hosts, but can be of %,d".formatted(event.name(), number, of.size()));
    }
    List<Integer> left = new ArrayList<>(of);
    for (int i = 0; i < number; i++) {
      int at = i + random.nextInt(left.size() - i);
      int host = left.get(at);
      left.set(at, left.get(i));
      left.set(i, host);
    }
    return left.subList(0, number).stream().sorted().toList();
  }

  /** The addresses of hosts; none where flows have none. */
  Set<Address> addresses(Collection<Integer> numbers) {
    Set<Address> all = new HashSet<>();
    numbers.stream().map(addresses::get).filter(address -> address != null).forEach(all::add);
    return all;
  }
}
