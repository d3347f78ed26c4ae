package io.stanflow.io.mapping;

import io.stanflow.flow.Protocol;
import io.stanflow.flow.TcpFlags;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SQL macros that read one text field each and give null if it is wrong. A field's shape is checked
 * first because DuckDB's casts take more than we want: {@code 1.5} and {@code 1_0} for whole
 * numbers, {@code infinity} and {@code epoch} for times.
 *
 * <p>Regular expressions say what is right. Before them stand the shapes that nearly all fields
 * have, by GLOB or as words of an ENUM, which take a half to a tenth of the time; they take nothing
 * that the expression would not.
 */
public final class Macros {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";
  private static final List<String> DEFINITIONS =
      List.of(
          "all_digits(t) AS strlen(t) < 10 AND NOT (t GLOB '*[!0-9]*')",
          "at_least(n, least) AS nullif(greatest(n, least - 1), least - 1)",
          "time_us(t) AS CASE WHEN CASE"
              + shape("dddd-dd-dd[ T]dd:dd:dd")
              + shape("dddd-dd-dd[ T]dd:dd:dd.ddd")
              + " ELSE regexp_full_match(t,"
              + " '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z?') END"
              + " THEN epoch_us(TRY_CAST(t AS TIMESTAMP)) END",
          "duration_us(t) AS CASE WHEN CASE"
              + shape("d.ddd")
              + shape("dd.ddd")
              + shape("d.dddddd")
              + " ELSE regexp_full_match(t, '\\s*\\d{1,12}(\\.\\d+)?') END"
              + " THEN TRY_CAST(t || 'e6' AS BIGINT) END",
          "micros(t, digits, exponent) AS CASE WHEN"
              + " regexp_full_match(t, '\\s*-?\\d+(\\.\\d+)?\\s*')"
              + " AND length(regexp_extract(t, '\\d+')) <= digits"
              + " THEN TRY_CAST(TRY_CAST(trim(t) || exponent AS HUGEINT) AS BIGINT)"
              + " WHEN regexp_full_match(t, '\\s*-?\\d+(\\.\\d+)?[eE][-+]?\\d{1,2}\\s*')"
              + " THEN TRY_CAST(TRY_CAST(t AS DOUBLE) * ('1' || exponent)::DOUBLE AS BIGINT) END",
          // each branch casts for itself: DuckDB works out a cast that two share for every field
          "count_from(t, least) AS CASE WHEN t = '0' AND least = 0 THEN 0"
              + " WHEN all_digits(t) THEN at_least(TRY_CAST(t AS INTEGER)::BIGINT, least)"
              + " WHEN regexp_full_match(t, '\\s*\\d{1,19}\\s*')"
              + " THEN at_least(TRY_CAST(t AS BIGINT), least) END",
          "port(t) AS CASE WHEN strlen(t) < 6 AND all_digits(t) THEN TRY_CAST(t AS USMALLINT)"
              + " WHEN regexp_full_match(t, '\\s*\\d{1,5}\\s*') THEN TRY_CAST(t AS USMALLINT) END",
          "port_or_icmp(t) AS coalesce(port(t),"
              + " CASE WHEN regexp_full_match(t, '\\s*\\d{1,3}\\.\\d{1,3}\\s*')"
              + " THEN (TRY_CAST(split_part(t, '.', 1) AS UTINYINT)::INTEGER * 256"
              + " + TRY_CAST(split_part(t, '.', 2) AS UTINYINT))::USMALLINT END)",
          // the bits are the word's place in the ENUM modulo 256
          "flags(t) AS coalesce((enum_code(TRY_CAST(t AS tcp_flags)) & 255)::UTINYINT,"
              + " CASE WHEN regexp_full_match(t, '[CEUAPRSF. ]+')"
              + " THEN (contains(t, 'F')::UTINYINT + contains(t, 'S')::UTINYINT * 2"
              + " + contains(t, 'R')::UTINYINT * 4 + contains(t, 'P')::UTINYINT * 8"
              + " + contains(t, 'A')::UTINYINT * 16 + contains(t, 'U')::UTINYINT * 32"
              + " + contains(t, 'E')::UTINYINT * 64 + contains(t, 'C')::UTINYINT * 128)::UTINYINT"
              + " WHEN regexp_full_match(t, '\\s*(0x[0-9a-fA-F]{1,2}|\\d{1,3})\\s*')"
              + " THEN TRY_CAST(trim(t) AS UTINYINT) END)",
          "word(t) AS nullif(t, '')",
          "finite(t) AS CASE WHEN isfinite(TRY_CAST(t AS DOUBLE)) THEN TRY_CAST(t AS DOUBLE) END",
          "protocol(t) AS CASE WHEN t IN ('TCP', 'UDP', 'ICMP') THEN t"
              + " WHEN t BETWEEN '0' AND '9999' THEN "
              + keywords()
              + "[TRY_CAST(t AS UTINYINT)::INTEGER + 1] ELSE nullif(upper(trim(t)), '') END",
          "dotted(t) AS CASE WHEN regexp_full_match(t, '\\s*"
              + OCTET
              + "(\\."
              + OCTET
              + "){3}\\s*') THEN list_dot_product(TRY_CAST(string_split(t, '.') AS DOUBLE[]),"
              + " [16777216, 65536, 256, 1]::DOUBLE[])::BIGINT END",
          // IPv6 in three steps: an IPv4 tail becomes two groups, :: becomes zero groups, four
          // groups become a number. Lambdas hold the text in between, as a macro's argument would
          // be written out at each use, which grows to thousands of terms.
          "ipv6_groups(t) AS CASE WHEN contains(t, '.') THEN"
              + " regexp_replace(t, '[^:]*$', '') || printf('%x:%x',"
              + " dotted(regexp_extract(t, '[^:]*$')) >> 16,"
              + " dotted(regexp_extract(t, '[^:]*$')) & 65535) ELSE t END",
          "ipv6_count(t) AS CASE WHEN t = '' THEN 0"
              + " ELSE length(t) - length(replace(t, ':', '')) + 1 END",
          "ipv6_filled(t) AS CASE WHEN regexp_matches(t, '^:[^:]|[^:]:$|:::|::.*::')"
              + " OR (contains(t, '::') AND ipv6_count(t) > 9 - (t LIKE '::%')::INTEGER"
              + " - (t LIKE '%::')::INTEGER) THEN NULL"
              + " WHEN contains(t, '::') THEN trim(split_part(t, '::', 1) || repeat(':0',"
              + " 8 - ipv6_count(split_part(t, '::', 1)) - ipv6_count(split_part(t, '::', 2)))"
              + " || ':' || split_part(t, '::', 2), ':') ELSE t END",
          "ipv6_number(t, first) AS CASE WHEN"
              + " regexp_full_match(t, '([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}') THEN"
              + " TRY_CAST('0x' || lpad(split_part(t, ':', first), 4, '0')"
              + " || lpad(split_part(t, ':', first + 1), 4, '0')"
              + " || lpad(split_part(t, ':', first + 2), 4, '0')"
              + " || lpad(split_part(t, ':', first + 3), 4, '0') AS UBIGINT) END",
          "ipv6_half(t, first) AS list_transform(list_transform(list_transform([trim(t)],"
              + " lambda x: ipv6_groups(x)), lambda x: ipv6_filled(x)),"
              + " lambda x: ipv6_number(x, first))[1]",
          "address_high(t) AS CASE WHEN contains(t, ':') THEN ipv6_half(t, 1)"
              + " ELSE 0::UBIGINT END",
          "address_low(t) AS CASE WHEN contains(t, ':') THEN ipv6_half(t, 5)"
              + " ELSE (dotted(t) + 281470681743360)::UBIGINT END");

  private Macros() {}

  /**
   * Defines the macros; DuckDB expands them where they are used, at no cost. They are temporary, as
   * each one that is kept would be written through to the disk.
   */
  public static void define(Connection sql) throws SQLException {
    var script = new StringBuilder("CREATE TEMP TYPE tcp_flags AS ENUM ").append(flags());
    for (List<String> definitions : List.of(DEFINITIONS, FormatMacros.DEFINITIONS)) {
      definitions.forEach(macro -> script.append("; CREATE TEMP MACRO ").append(macro));
    }
    Sql.execute(sql, script.toString());
  }

  /**
   * Each value of the flags as eight letters, as 0x and two digits, as a number; as six letters.
   */
  private static String flags() {
    Stream<String> words =
        Stream.of(
                IntStream.range(0, 256).mapToObj(bits -> TcpFlags.format(bits, 8)),
                IntStream.range(0, 256).mapToObj(bits -> String.format("0x%02x", bits)),
                IntStream.range(0, 256).mapToObj(Integer::toString),
                IntStream.range(0, 64).mapToObj(bits -> TcpFlags.format(bits, 6)))
            .flatMap(form -> form);
    return words.map(Sql::literal).collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * SQL: a branch of a CASE that is true if {@code t} has this shape.
   *
   * @param shape {@code d} for a digit, {@code [..]} for one of some letters
   */
  static String shape(String shape) {
    int length = shape.replaceAll("\\[.*?\\]", "d").length();
    return " WHEN strlen(t) = %d AND t GLOB '%s' THEN true"
        .formatted(length, shape.replace("d", "[0-9]"));
  }

  private static String keywords() {
    return IntStream.range(0, 256)
        .mapToObj(number -> Sql.literal(Protocol.ofNumber(number)))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
