package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.mapping.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attribute kinds as words, for tables whose columns are attributes: a header cell may be {@code
 * NAME} or {@code NAME:KIND}.
 */
public final class Kinds {
  /** Kinds of names that have a meaning; a bare {@code time} is the start of the flow. */
  private static final Map<String, String> BY_NAME = new HashMap<>();

  static {
    BY_NAME.put(Schema.TIME, "start");
    BY_NAME.put(Schema.DURATION, "duration");
    BY_NAME.put(Schema.SOURCE_ADDRESS, "address");
    BY_NAME.put(Schema.DESTINATION_ADDRESS, "address");
    BY_NAME.put(Schema.SOURCE_PORT, "port");
    BY_NAME.put(Schema.DESTINATION_PORT, "port");
    BY_NAME.put(Schema.PROTOCOL, "word");
    BY_NAME.put(Schema.TCP_FLAGS, "flags");
    BY_NAME.put(Schema.PACKETS, "count");
    BY_NAME.put(Schema.BYTES, "count");
    BY_NAME.putAll(Further.KINDS);
  }

  private Kinds() {}

  /** The kind that a column of this name always has, or null. */
  public static String byName(String name) {
    return BY_NAME.get(name);
  }

  /** The attribute, or null if there is no such kind. */
  public static Attribute attribute(String name, String kind) {
    return switch (kind) {
      case "start" -> Attribute.start(name);
      case "end" -> Attribute.end(name);
      case "duration" -> Attribute.duration(name);
      case "count" -> Attribute.count(name);
      case "real" -> Attribute.continuous(name);
      case "word" -> Attribute.categorical(name);
      case "address" -> Attribute.address(name);
      case "port" -> Attribute.port(name);
      case "flags" -> Attribute.flags(name);
      default -> null;
    };
  }

  /** The word for the kind of an attribute, the inverse of {@link #attribute}. */
  public static String kind(Attribute attribute) {
    return switch (attribute.kind()) {
      case START -> "start";
      case END -> "end";
      case DURATION -> "duration";
      case COUNT -> "count";
      case CONTINUOUS -> "real";
      case CATEGORICAL -> "word";
      case ADDRESS -> "address";
      case PORT -> "port";
      case FLAGS -> "flags";
    };
  }

  /** Units in which columns of this kind may be, the usual one first. */
  public static List<Unit> units(Attribute attribute) {
    return switch (kind(attribute)) {
      case "start", "end" -> List.of(Unit.TEXT, Unit.ISO, Unit.S, Unit.MS, Unit.US, Unit.NS);
      case "duration" -> List.of(Unit.S, Unit.MS, Unit.US, Unit.NS);
      case "flags" -> List.of(Unit.LETTERS, Unit.NUMBER);
      case "word" ->
          attribute.name().equals(Schema.PROTOCOL)
              ? List.of(Unit.KEYWORD, Unit.LOWERCASE, Unit.NUMBER)
              : List.of(Unit.PLAIN);
      case "address" -> List.of(Unit.PLAIN, Unit.NUMBER);
      default -> List.of(Unit.PLAIN);
    };
  }

  /** How the text of this kind is read in a unit. */
  public static Column column(String field, Attribute attribute, Unit unit) {
    return switch (unit) {
      case S, MS, US, NS -> Column.micros(field, unit, attribute.kind().isTime());
      case NUMBER ->
          attribute.kind() == Attribute.Kind.ADDRESS
              ? Column.addressNumber(field)
              : column(field, attribute);
      default -> column(field, attribute);
    };
  }

  /** How the text of this kind is read in our own tables. */
  public static Column column(String field, Attribute attribute) {
    return switch (kind(attribute)) {
      case "start", "end" -> Column.time(field);
      case "duration" -> Column.duration(field);
      case "count" -> Column.count(field, 0);
      case "real" -> Column.real(field);
      case "address" -> Column.address(field);
      case "port" -> Column.port(field);
      case "flags" -> Column.flags(field);
      default ->
          attribute.name().equals(Schema.PROTOCOL) ? Column.protocol(field) : Column.anyWord(field);
    };
  }
}
