package io.stanflow.io.text;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.mapping.Column;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A column of a text format, for its reader and its writer.
 *
 * @param name in the header line
 * @param attribute what it becomes, or null if it is not read
 * @param column how it is read, or null
 * @param required whether every file has it
 * @param written whether it is written for flows of a schema
 * @param cell how it is printed
 */
record TextField(
    String name,
    Attribute attribute,
    Column column,
    boolean required,
    Predicate<Schema> written,
    Function<NetflowView, Cell> cell) {
  /** Prints a value, without a separator. */
  @FunctionalInterface
  interface Cell {
    /** Appends the value of a flow. */
    void append(Flow flow, TextBuffer out);
  }

  /** Prints a NetFlow value. */
  @FunctionalInterface
  interface Print {
    /** Appends the value of a flow. */
    void append(NetflowView view, Flow flow, TextBuffer out);
  }

  static TextField of(Attribute attribute, Column column, Print print) {
    return new TextField(column.field(), attribute, column, true, schema -> true, bound(print));
  }

  /** A column that is not read; reading does without it. */
  static TextField unread(String name, Print print) {
    return unread(name, bound(print));
  }

  /** Likewise, with a cell that keeps something from one flow to the next. */
  static TextField unread(String name, Function<NetflowView, Cell> cell) {
    return new TextField(name, null, null, false, schema -> true, cell);
  }

  static TextField constant(String name, String text) {
    return unread(name, (view, flow, out) -> out.raw(text));
  }

  private static Function<NetflowView, Cell> bound(Print print) {
    return view -> (flow, out) -> print.append(view, flow, out);
  }

  static TextField start(Column column, Print print) {
    return of(Attribute.start(Schema.TIME), column, print);
  }

  static TextField duration(Column column, Print print) {
    return of(Attribute.duration(Schema.DURATION), column, print);
  }

  static TextField source(String name) {
    return source(Column.address(name), (view, flow, out) -> out.address(view.source(flow)));
  }

  static TextField source(Column column, Print print) {
    return of(Attribute.address(Schema.SOURCE_ADDRESS), column, print);
  }

  static TextField destination(String name) {
    return destination(
        Column.address(name), (view, flow, out) -> out.address(view.destination(flow)));
  }

  static TextField destination(Column column, Print print) {
    return of(Attribute.address(Schema.DESTINATION_ADDRESS), column, print);
  }

  static TextField sourcePort(Column column) {
    return sourcePort(column, (view, flow, out) -> out.number(view.sourcePort(flow)));
  }

  static TextField sourcePort(Column column, Print print) {
    return of(Attribute.port(Schema.SOURCE_PORT), column, print);
  }

  static TextField destinationPort(Column column) {
    return destinationPort(column, (view, flow, out) -> out.number(view.destinationPort(flow)));
  }

  static TextField destinationPort(Column column, Print print) {
    return of(Attribute.port(Schema.DESTINATION_PORT), column, print);
  }

  static TextField protocol(Column column, Print print) {
    return of(Attribute.categorical(Schema.PROTOCOL), column, print);
  }

  static TextField packets(Column column) {
    return of(
        Attribute.count(Schema.PACKETS),
        column,
        (view, flow, out) -> out.number(view.packets(flow)));
  }

  static TextField bytes(Column column) {
    return of(
        Attribute.count(Schema.BYTES), column, (view, flow, out) -> out.number(view.bytes(flow)));
  }

  static TextField reversePackets(String name) {
    return of(
        Attribute.count(AttributeNames.REVERSE_PACKETS),
        Column.countOrNone(name),
        (view, flow, out) -> out.number(view.reversePackets(flow)));
  }

  static TextField reverseBytes(String name) {
    return of(
        Attribute.count(AttributeNames.REVERSE_BYTES),
        Column.countOrNone(name),
        (view, flow, out) -> out.number(view.reverseBytes(flow)));
  }

  static TextField count(String name, String attribute) {
    return count(Column.count(name, 0), attribute);
  }

  static TextField count(Column column, String attribute) {
    return printed(
        Attribute.count(attribute),
        column,
        view -> {
          ToLongFunction<Flow> values = view.number(attribute, 0);
          return (flow, out) -> out.number(values.applyAsLong(flow));
        });
  }

  static TextField real(Column column, String attribute) {
    return printed(
        Attribute.continuous(attribute),
        column,
        view -> {
          ToDoubleFunction<Flow> values = view.real(attribute);
          return (flow, out) -> real(values.applyAsDouble(flow), out);
        });
  }

  /** A real number to six decimals, whole ones without a point, none with an exponent. */
  static void real(double exact, TextBuffer out) {
    double value = Math.abs(exact) < 1e9 ? Math.rint(exact * 1e6) / 1e6 : exact;
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    if (whole && !(1 / value < 0 && value == 0)) {
      out.number((long) value);
    } else {
      out.raw(new BigDecimal(Double.toString(value)).toPlainString());
    }
  }

  /** A word; {@code missing} where the flows have none. */
  static TextField word(Column column, String attribute, String missing) {
    return printed(
        Attribute.categorical(attribute),
        column,
        view -> {
          Function<Flow, String> words = view.word(attribute, missing);
          return (flow, out) -> out.word(words.apply(flow));
        });
  }

  static TextField printed(Attribute attribute, Column column, Function<NetflowView, Cell> cell) {
    return new TextField(column.field(), attribute, column, true, schema -> true, cell);
  }

  /** Files may lack it, and it is written always. */
  TextField mayLack() {
    return new TextField(name, attribute, column, false, written, cell);
  }

  /** Files may lack it, and it is written where the flows have the attribute. */
  TextField optional() {
    return optional(schema -> schema.has(attribute.name()));
  }

  /** Files may lack it, and it is written for some flows. */
  TextField optional(Predicate<Schema> where) {
    return new TextField(name, attribute, column, false, where, cell);
  }
}
