package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.flow.TimePattern;
import io.stanflow.io.file.InputException;
import io.stanflow.io.mapping.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Attribute kinds in tables whose columns are attributes: their words, as in a header cell {@code
 * NAME:KIND}, the units their text may have, and how it is read.
 */
public final class Kinds {
  private Kinds() {}

  /**
   * The kind that has this word in a file.
   *
   * @throws InputException if there is none
   */
  public static Kind ofWord(Probe probe, String word) throws InputException {
    return Kind.ofWord(word)
        .orElseThrow(
            () ->
                new InputException(
                    probe.name(),
                    "no kind is named '" + word + "'",
                    "use " + words().replaceFirst(", (\\w+)$", " or $1")));
  }

  /** All words, for messages: {@code start, end, ... port, flags}. */
  public static String words() {
    return Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));
  }

  /** Units in which columns of this kind may be, the usual one first; times also in a pattern. */
  public static List<Unit> units(Attribute attribute) {
    return switch (attribute.kind()) {
      case START, END -> List.of(Unit.TEXT, Unit.ISO, Unit.S, Unit.MS, Unit.US, Unit.NS);
      case DURATION -> List.of(Unit.S, Unit.MS, Unit.US, Unit.NS);
      case FLAGS -> List.of(Unit.LETTERS, Unit.NUMBER);
      case CATEGORICAL ->
          attribute.name().equals(Schema.PROTOCOL)
              ? List.of(Unit.KEYWORD, Unit.LOWERCASE, Unit.NUMBER)
              : List.of(Unit.PLAIN);
      case ADDRESS -> List.of(Unit.PLAIN, Unit.NUMBER);
      case COUNT, CONTINUOUS, PORT -> List.of(Unit.PLAIN);
    };
  }

  /**
   * How the text of an attribute is read in a table of the user's own.
   *
   * @param unit one of its {@link #units}, of a duration that stands as its end one of a time's
   * @param pattern of times in {@link Unit#PATTERN}, else null
   */
  public static Column column(String field, Attribute attribute, Unit unit, String pattern) {
    return switch (unit) {
      case S, MS, US, NS -> Column.micros(field, unit, attribute.kind().isTime());
      case NUMBER, KEYWORD, LOWERCASE ->
          attribute.kind() == Kind.ADDRESS
              ? Column.addressNumber(field)
              : column(field, attribute).withText(text -> "trim(" + text + ")");
      case TEXT, ISO -> Column.offsetTime(field);
      case PATTERN -> Column.time(field, new TimePattern(pattern));
      case PLAIN ->
          switch (attribute.kind()) {
            case COUNT -> Column.tableCount(field);
            case PORT -> Column.tablePort(field);
            case CATEGORICAL -> Column.trimmed(field);
            default -> column(field, attribute);
          };
      case LETTERS -> column(field, attribute);
    };
  }

  /**
   * Likewise in a file of our own tables, whose times may be numbers of a unit that the user says.
   */
  public static Column column(Probe probe, String field, Attribute attribute) {
    return attribute.kind().isTime() && probe.timeUnit().isPresent()
        ? Column.micros(field, probe.timeUnit().get(), true).or(Column.anyTime(field))
        : column(field, attribute);
  }

  /**
   * What to say of times that are numbers, whose unit their size tells.
   *
   * @param times some of the file's, as text
   */
  public static List<String> notes(Probe probe, List<String> times) {
    Optional<String> number =
        times.stream().filter(text -> text.matches("\\s*\\d{1,19}(\\.\\d+)?\\s*")).findFirst();
    if (number.isEmpty() || probe.timeUnit().isPresent()) {
      return List.of();
    }
    String time = number.get().strip();
    return List.of(
        "times such as %s are read as %s since 1970, by their size; --time-unit says another"
            .formatted(time, epochUnit(Double.parseDouble(time)).word()));
  }

  /** The unit of a time of this century that is a number since 1970; {@code sized_us} in SQL. */
  public static Unit epochUnit(double time) {
    return time < 1e11 ? Unit.S : time < 1e14 ? Unit.MS : time < 1e17 ? Unit.US : Unit.NS;
  }

  /** How the text of an attribute is read in our own tables. */
  public static Column column(String field, Attribute attribute) {
    return switch (attribute.kind()) {
      case START, END -> Column.anyTime(field);
      case DURATION -> Column.duration(field);
      case COUNT -> Column.count(field, 0);
      case CONTINUOUS -> Column.real(field);
      case CATEGORICAL ->
          attribute.name().equals(Schema.PROTOCOL) ? Column.protocol(field) : Column.anyWord(field);
      case ADDRESS -> Column.address(field);
      case PORT -> Column.port(field);
      case FLAGS -> Column.flags(field);
    };
  }
}
