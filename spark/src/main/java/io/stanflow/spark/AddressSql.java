package io.stanflow.spark;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Addresses, as text or as 4 or 16 bytes, to the halves of {@link io.stanflow.flow.Address}, in
 * three selects of Spark's SQL one above the other, each of what the one below gives: {@link
 * #text}, {@link #filled}, {@link #high} and {@link #low}. It is what {@code io.mapping.Macros} has
 * for DuckDB; null is no address.
 */
final class AddressSql {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
  private static final String IPV4 = "'^" + OCTET + "([.]" + OCTET + "){3}$'";
  private static final String IPV6 = "'^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$'";

  /** Of ::ffff:0.0.0.0, the lower half. */
  private static final long MAPPED = 281_470_681_743_360L;

  private AddressSql() {}

  /** As text, an IPv4 address at the end of an IPv6 one as two groups. */
  static String text(String column, boolean binary) {
    return binary
        ? """
        CASE length(%1$s)
          WHEN 4 THEN '::ffff:' || substr(hex(%1$s), 1, 4) || ':' || substr(hex(%1$s), 5)
          WHEN 16 THEN regexp_replace(hex(%1$s), '(.{4})(?!$)', '$1:') END\
        """
            .formatted(column)
        : """
        CASE WHEN contains(%1$s, ':') AND contains(%1$s, '.') THEN
            regexp_replace(trim(%1$s), '[^:]*$', '')
              || lower(hex(floor(%2$s / 65536))) || ':' || lower(hex(%2$s %% 65536))
          ELSE trim(%1$s) END\
        """
            .formatted(column, dotted("regexp_extract(trim(" + column + "), '[^:]*$', 0)"));
  }

  /** With zeros in place of {@code ::}. */
  static String filled(String text) {
    String left = "split_part(" + text + ", '::', 1)";
    String right = "split_part(" + text + ", '::', 2)";
    String groups = groups(left) + " - " + groups(right);
    return """
    CASE WHEN NOT contains(%1$s, '::') THEN %1$s
      WHEN %1$s RLIKE ':::|::.*::' OR 8 - %2$s < 1 THEN NULL
      ELSE trim(BOTH ':' FROM %3$s || repeat(':0', 8 - %2$s) || ':' || %4$s) END\
    """
        .formatted(text, groups, left, right);
  }

  private static String groups(String text) {
    return "(CASE WHEN %1$s = '' THEN 0 ELSE length(%1$s) - length(replace(%1$s, ':', '')) + 1 END)"
        .formatted(text);
  }

  static String high(String filled) {
    return "CASE WHEN contains(%1$s, ':') THEN %2$s ELSE 0 END::DECIMAL(20, 0)"
        .formatted(filled, half(filled, 1));
  }

  static String low(String filled) {
    return "CASE WHEN contains(%1$s, ':') THEN %2$s ELSE %3$d + %4$s END::DECIMAL(20, 0)"
        .formatted(filled, half(filled, 5), MAPPED, dotted(filled));
  }

  /** Four groups of eight as a number. */
  private static String half(String filled, int first) {
    String hex =
        IntStream.range(first, first + 4)
            .mapToObj(group -> "lpad(split_part(%s, ':', %d), 4, '0')".formatted(filled, group))
            .collect(Collectors.joining(" || "));
    return "CASE WHEN %s RLIKE %s THEN conv(%s, 16, 10)::DECIMAL(20, 0) END"
        .formatted(filled, IPV6, hex);
  }

  private static String dotted(String text) {
    String number =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    "try_cast(split_part(%s, '.', %d) AS BIGINT) * %d"
                        .formatted(text, i + 1, 1L << (24 - 8 * i)))
            .collect(Collectors.joining(" + "));
    return "(CASE WHEN %s RLIKE %s THEN %s END)".formatted(text, IPV4, number);
  }
}
