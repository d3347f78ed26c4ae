package io.stanflow.io.mapping;

import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TimePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a column of a file becomes an attribute. The SQL macros of {@link Macros} do the work.
 *
 * @param field the column's name in the file
 * @param values SQL that gives the attribute's value in the units of a {@link
 *     io.stanflow.flow.Flow}, or null if the text is wrong; two for an address
 * @param rule completes "must be ..." in messages
 */
public record Column(String field, List<String> values, String rule) {
  /** Time such as {@code 2016-04-11 00:01:38.250}, in UTC. */
  public static Column time(String field) {
    return of(field, "time_us", "a time such as 2016-04-11 00:01:38");
  }

  /** Seconds with up to six decimals. */
  public static Column duration(String field) {
    return of(field, "duration_us", "seconds >= 0 such as 4.200");
  }

  /**
   * A number of seconds or of parts of one, decimals below the µs rounded.
   *
   * @param epoch whether it counts from 1970 and may be negative, rather than being a span
   */
  public static Column micros(String field, TableLayout.Unit unit, boolean epoch) {
    String value =
        "micros("
            + Sql.quote(field)
            + ", "
            + switch (unit) {
              case S -> "12, 'e6'";
              case MS -> "15, 'e3'";
              case US -> "18, 'e0'";
              default -> "21, 'e-3'";
            }
            + ")";
    String checked = epoch ? value : "CASE WHEN " + value + " >= 0 THEN " + value + " END";
    String rule = "a number of " + unit.word() + (epoch ? " since 1970" : " >= 0");
    return new Column(field, List.of(checked), rule);
  }

  /** An IPv4 or IPv6 address as text. */
  public static Column address(String field) {
    return address(field, "address_low", "an IP address");
  }

  /**
   * An IPv6 address as text, or an IPv4 address as a format has it.
   *
   * @param macro gives the lower half of both
   */
  public static Column address(String field, String macro, String rule) {
    String quoted = Sql.quote(field);
    return new Column(
        field, List.of("address_high(" + quoted + ")", macro + "(" + quoted + ")"), rule);
  }

  /** A whole number up to 65,535. */
  public static Column port(String field) {
    return of(field, "port", "in [0, 65535]");
  }

  /** A port, or ICMP's {@code type.code} as nfdump prints it. */
  public static Column portOrIcmp(String field) {
    return of(field, "port_or_icmp", "in [0, 65535]");
  }

  /** A keyword or a number. */
  public static Column protocol(String field) {
    return of(field, "protocol", "a protocol such as TCP or 6");
  }

  /** TCP flags as letters, in hexadecimal or as a number. */
  public static Column flags(String field) {
    return of(field, "flags", "TCP flags such as .AP.SF");
  }

  /** A whole number of 63 bits, at least {@code least}. */
  public static Column count(String field, int least) {
    String value = "count_from(" + Sql.quote(field) + ", " + least + ")";
    return new Column(field, List.of(value), "a whole number >= " + least);
  }

  /** A number with or without exponent; neither infinity nor NaN. */
  public static Column real(String field) {
    return of(field, "finite", "a finite number");
  }

  /** A word that is not empty. */
  public static Column word(String field) {
    return of(field, "word", "a word");
  }

  /** A word that may be empty. */
  public static Column anyWord(String field) {
    return new Column(field, List.of("coalesce(" + Sql.quote(field) + ", '')"), "a word");
  }

  /** An IPv4 address as an unsigned number. */
  public static Column addressNumber(String field) {
    String value = "count_from(" + Sql.quote(field) + ", 0)";
    String low =
        "CASE WHEN " + value + " < 4294967296 THEN (" + value + " + 281470681743360)::UBIGINT END";
    return new Column(field, List.of("0::UBIGINT", low), "an IPv4 address as a number");
  }

  /**
   * The same column with another text in place of its own.
   *
   * @param text SQL for it, made of SQL for the field
   */
  public Column withText(UnaryOperator<String> text) {
    String quoted = Sql.quote(field);
    String other = text.apply(quoted);
    return new Column(
        field, values.stream().map(value -> value.replace(quoted, other)).toList(), rule);
  }

  /** This column, and where its text is wrong another's value. */
  public Column or(Column other) {
    var either = new ArrayList<String>();
    for (int i = 0; i < values.size(); i++) {
      either.add("coalesce(" + values.get(i) + ", " + other.values.get(i) + ")");
    }
    return new Column(field, either, rule);
  }

  /** This column, and another value where a condition holds. */
  Column orWhere(String condition, String other) {
    String either = "CASE WHEN " + condition + " THEN " + other + " ELSE %s END";
    return new Column(field, values.stream().map(either::formatted).toList(), rule);
  }

  /** A whole number as tables have it: also {@code 443.0}, as pandas writes it. */
  public static Column tableCount(String field) {
    return of(field, "table_count", "a whole number >= 0");
  }

  /** A port as tables have it: also {@code 443.0}. */
  public static Column tablePort(String field) {
    return of(field, "table_port", "in [0, 65535]");
  }

  /**
   * A time as text, with or without an offset, or as a number since 1970 whose unit its size says.
   */
  public static Column anyTime(String field) {
    return of(field, "any_time_us", "a time such as 2016-04-11 00:01:38");
  }

  /** A time as text with an offset from UTC, {@code Z} or nothing. */
  public static Column offsetTime(String field) {
    return of(field, "offset_time_us", "a time such as 2016-04-11T00:01:38Z");
  }

  /** A time as text in a pattern, where a second may have a fraction. */
  public static Column time(String field, TimePattern pattern) {
    String text = "trim(" + Sql.quote(field) + ")";
    String value = "epoch_us(try_strptime(" + text + ", " + Sql.literal(pattern.text()) + "))";
    if (pattern.text().contains("%S")) {
      String fraction = pattern.text().replace("%S", "%S.%f");
      value =
          "coalesce(%s, epoch_us(try_strptime(%s, %s)))"
              .formatted(value, text, Sql.literal(fraction));
    }
    return new Column(field, List.of(value), "a time as " + pattern.text());
  }

  /**
   * A span from one time to another, none below 0.
   *
   * @param start the column that the flow starts with
   */
  public Column since(Column start) {
    String span = values.get(0) + " - " + start.values.get(0);
    return new Column(
        field,
        List.of("CASE WHEN " + span + " >= 0 THEN " + span + " END"),
        rule + ", not before " + start.field);
  }

  /** Seconds since 1970 with decimals, milliseconds, or ISO 8601 in UTC. */
  public static Column epoch(String field) {
    return of(field, "epoch_time_us", "seconds since 1970 such as 1460333000.250");
  }

  /** The same, or ISO 8601 with an offset, which takes longer. */
  public static Column epochOrOffset(String field) {
    String value = "coalesce(epoch_time_us(%1$s), offset_time_us(%1$s))";
    return new Column(
        field, List.of(value.formatted(Sql.quote(field))), Column.epoch(field).rule());
  }

  /** A port, of ICMP its type or code, by other SQL. */
  public static Column port(String field, String value) {
    return new Column(field, List.of(value), "in [0, 65535]");
  }

  /** A protocol by its name alone. */
  public static Column protocolName(String field) {
    return of(field, "protocol_name", "a protocol such as tcp");
  }

  /** A number as nfdump scales them: {@code 1.2 M}. */
  public static Column scaledCount(String field, int least) {
    String value = "scaled_count(" + Sql.quote(field) + ", " + least + ")";
    return new Column(field, List.of(value), "a whole number >= " + least + ", or as 1.2 M");
  }

  /** A number that may be missing, blank or {@code -}. */
  public static Column countOrNone(String field) {
    return of(field, "count_or_none", "a whole number >= 0");
  }

  /** Any word without the blanks around it. */
  public static Column trimmed(String field) {
    return new Column(field, List.of("trim(coalesce(" + Sql.quote(field) + ", ''))"), "a word");
  }

  private static Column of(String field, String macro, String rule) {
    return new Column(field, List.of(macro + "(" + Sql.quote(field) + ")"), rule);
  }
}
