package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Continuous;
import io.stanflow.flow.Attribute.Count;
import io.stanflow.flow.Attribute.Duration;
import io.stanflow.flow.Attribute.Flags;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Attribute.Port;
import io.stanflow.flow.Attribute.Timestamp;
import io.stanflow.flow.Attribute.Timestamp.Edge;
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
      case "start" -> new Timestamp(name, Edge.START);
      case "end" -> new Timestamp(name, Edge.END);
      case "duration" -> new Duration(name);
      case "count" -> new Count(name);
      case "real" -> new Continuous(name);
      case "word" -> new Categorical(name);
      case "address" -> new IpAddress(name);
      case "port" -> new Port(name);
      case "flags" -> new Flags(name);
      default -> null;
    };
  }

  public static String kind(Attribute attribute) {
    if (attribute instanceof Timestamp clock) {
      return clock.edge() == Edge.START ? "start" : "end";
    } else if (attribute instanceof Duration) {
      return "duration";
    } else if (attribute instanceof Count) {
      return "count";
    } else if (attribute instanceof Continuous) {
      return "real";
    } else if (attribute instanceof Categorical) {
      return "word";
    } else if (attribute instanceof IpAddress) {
      return "address";
    }
    return attribute instanceof Port ? "port" : "flags";
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
      case S, MS, US, NS -> Column.micros(field, unit, attribute instanceof Timestamp);
      case NUMBER ->
          attribute instanceof IpAddress ? Column.addressNumber(field) : column(field, attribute);
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
