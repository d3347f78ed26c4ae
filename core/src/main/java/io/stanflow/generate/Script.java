package io.stanflow.generate;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is so, or happens, at times of a scenario.
 *
 * @param volume flows of all hosts in those that their profiles have
 * @param calendar which days are like which
 * @param events in any order
 */
public record Script(double volume, Calendar calendar, List<Event> events) {
  /** Nothing but what the model has learned. */
  public static final Script NONE = new Script(1, Calendar.PLAIN, List.of());

  public Script {
    events = List.copyOf(events);
    if (!(volume > 0 && volume <= HostGroup.MOST_VOLUME)) {
      throw new IllegalArgumentException(
          "a volume of %s, not above 0 and at most %.0f".formatted(volume, HostGroup.MOST_VOLUME));
    }
    if (events.stream().map(Event::name).distinct().count() < events.size()) {
      throw new IllegalArgumentException("two events have the same name");
    }
  }

  /** The same with some of the events. */
  public Script with(Predicate<Event> some) {
    return new Script(volume, calendar, events.stream().filter(some).toList());
  }

  /** The infections among the events, in their order. */
  Stream<Infection> infections() {
    return events.stream().filter(Infection.class::isInstance).map(Infection.class::cast);
  }
}
