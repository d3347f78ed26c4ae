package io.stanflow.io.mapping;

import java.util.List;

/**
 * AttributeNames macros as {@link Macros} has them, for fields that a few formats have; they build
 * on those.
 */
public final class FormatMacros {
  /** Hosts that CIDDS-001 names, read as 0.0.0.1 and on. */
  public static final List<String> CIDDS_NAMES =
      List.of("EXT_SERVER", "OPENSTACK_NET", "ATTACKER1", "ATTACKER2", "ATTACKER3", "DNS");

  static final List<String> DEFINITIONS =
      List.of(
          "slash_time_us(t) AS CASE WHEN regexp_full_match(t,"
              + " '\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?')"
              + " THEN epoch_us(TRY_CAST(t AS TIMESTAMP)) END",
          "clock_us(t) AS CASE WHEN t GLOB '[01][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]' THEN"
              + " epoch_us(TRY_CAST(t AS TIME)) WHEN regexp_full_match(t,"
              + " '\\d{1,9}:\\d\\d:\\d\\d\\.\\d{1,6}') THEN TRY_CAST(split_part(t, ':', 1) AS"
              + " BIGINT) * 3600000000 + TRY_CAST(split_part(t, ':', 2) AS BIGINT) * 60000000 +"
              + " TRY_CAST(split_part(t, ':', 3) || 'e6' AS BIGINT) WHEN regexp_full_match(t,"
              + " '\\d{1,5}( days?|d) \\d{1,9}:\\d\\d:\\d\\d(\\.\\d{1,6})?') THEN"
              + " TRY_CAST(regexp_extract(t, '\\d+') AS BIGINT) * 86400000000 +"
              + " TRY_CAST(regexp_extract(t, ' (\\d+):', 1) AS BIGINT) * 3600000000 +"
              + " TRY_CAST(split_part(t, ':', 2) AS BIGINT) * 60000000 + TRY_CAST(split_part(t,"
              + " ':', 3) || 'e6' AS BIGINT) ELSE duration_us(t) END",
          // with an offset from UTC, +0200, or Z
          "offset_us(t) AS CASE t[1] WHEN '-' THEN -1 ELSE 1 END"
              + " * (substr(t, 2, 2)::BIGINT * 3600000000 + right(t, 2)::BIGINT * 60000000)",
          "offset_time_us(t) AS CASE WHEN CASE"
              + Macros.shape("dddd-dd-dd[ T]dd:dd:dd.dddddd[-+]0d[0-5]d")
              + " END THEN epoch_us(TRY_CAST(t AS TIMESTAMPTZ)) WHEN regexp_full_match(t,"
              + " '\\d{4}-\\d\\d-\\d\\d[ T]"
              + "\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)?') THEN CASE WHEN t[-5]"
              + " IN ('+', '-') THEN epoch_us(TRY_CAST(left(t, -5) AS TIMESTAMP)) -"
              + " offset_us(right(t, 5)) WHEN t[-6] IN ('+', '-') THEN epoch_us(TRY_CAST(left(t,"
              + " -6) AS TIMESTAMP)) - offset_us(right(t, 6)) ELSE epoch_us(TRY_CAST(t AS"
              + " TIMESTAMP)) END END",
          // whole numbers as pandas writes them: 443.0
          "table_count(t) AS coalesce(count_from(t, 0), CASE WHEN regexp_full_match(t,"
              + " '\\s*\\d{1,18}\\.0*\\s*') THEN TRY_CAST(split_part(trim(t), '.', 1) AS BIGINT)"
              + " END)",
          "table_port(t) AS coalesce(port(t), CASE WHEN regexp_full_match(t,"
              + " '\\s*\\d{1,5}\\.0*\\s*') THEN TRY_CAST(split_part(trim(t), '.', 1) AS USMALLINT)"
              + " END)",
          // a number since 1970: seconds of this century are below 1e11, milliseconds below 1e14
          "sized_us(t) AS CASE WHEN regexp_full_match(t, '\\s*\\d{1,19}(\\.\\d+)?\\s*') THEN"
              + " CASE length(regexp_extract(t, '\\d+')) // 3 WHEN 6 THEN micros(t, 21, 'e-3')"
              + " WHEN 5 THEN micros(t, 18, 'e0') WHEN 4 THEN micros(t, 15, 'e3')"
              + " ELSE micros(t, 12, 'e6') END END",
          "any_time_us(t) AS coalesce(time_us(t), offset_time_us(trim(t)), sized_us(t))",
          "epoch_time_us(t) AS CASE WHEN CASE"
              + Macros.shape("dddddddddd")
              + Macros.shape("dddddddddd.dddddd")
              + " ELSE regexp_full_match(t, '-?\\d{1,12}(\\.\\d+)?') END"
              + " THEN TRY_CAST(t || 'e6' AS BIGINT)"
              + " WHEN regexp_full_match(t, '\\d{13,15}') THEN TRY_CAST(t AS BIGINT) * 1000"
              + " ELSE time_us(t) END",
          // seconds below a microsecond, with an exponent
          "small_duration_us(t) AS CASE WHEN regexp_full_match(t, '\\d(\\.\\d+)?e-\\d{1,2}')"
              + " THEN TRY_CAST(round(TRY_CAST(t AS DOUBLE) * 1000000) AS BIGINT) END",
          // milliseconds since 1970
          "epoch_ms(t) AS CASE WHEN CASE"
              + Macros.shape("ddddddddddddd")
              + " ELSE regexp_full_match(t, '-?\\d{1,15}') END"
              + " THEN TRY_CAST(t AS BIGINT) * 1000 END",
          "duration_ms(t) AS TRY_CAST(count_from(t, 0)::HUGEINT * 1000 AS BIGINT)",
          "protocol_name(t) AS CASE t WHEN 'tcp' THEN 'TCP' WHEN 'udp' THEN 'UDP'"
              + " WHEN 'icmp' THEN 'ICMP' ELSE CASE upper(trim(t)) WHEN 'IPV6-ICMP' THEN 'ICMP6'"
              + " WHEN '' THEN NULL ELSE upper(trim(t)) END END",
          // a port of Argus; protocols without ports may have a 32-bit number there
          "argus_port(t) AS CASE WHEN t IS NULL OR t = '' THEN 0::USMALLINT"
              + " WHEN regexp_full_match(t, '0x[0-9a-fA-F]{1,8}')"
              + " THEN (TRY_CAST(t AS UBIGINT) & 65535)::USMALLINT ELSE port(t) END",
          "argus_source(s, d, p) AS CASE p WHEN 'icmp' THEN"
              + " CASE WHEN argus_port(s) IS NOT NULL THEN coalesce(argus_port(d), 0) END"
              + " WHEN 'ipv6-icmp' THEN CASE WHEN argus_port(s) < 256 THEN 0 END"
              + " ELSE argus_port(s) END",
          "argus_destination(s, d, p) AS CASE p WHEN 'icmp' THEN"
              + " CASE WHEN argus_port(d) IS NOT NULL THEN (argus_port(s)::INTEGER % 256 * 256"
              + " + argus_port(s) // 256)::USMALLINT END"
              + " WHEN 'ipv6-icmp' THEN CASE WHEN argus_port(d) < 256 THEN"
              + " (least(argus_port(s), 255)::INTEGER * 256 + argus_port(d))::USMALLINT END"
              + " ELSE argus_port(d) END",
          "cidds_low(t) AS CASE WHEN regexp_full_match(t, '\\s*\\d{1,7}_\\d{1,3}\\s*') THEN CASE"
              + " WHEN split_part(t, '_', 1)::BIGINT < 1048575 AND split_part(t, '_', 2)::BIGINT <"
              + " 256 THEN (281474708275200 + split_part(t, '_', 1)::BIGINT * 256 + split_part(t,"
              + " '_', 2)::BIGINT)::UBIGINT END WHEN t SIMILAR TO '\\s*[A-Z].*' THEN"
              + " (281470681743359 + nullif(list_position("
              + "['"
              + String.join("', '", CIDDS_NAMES)
              + "'], trim(t)), 0) + 1)::UBIGINT ELSE address_low(t) END",
          // an IPv4 address as a number, or as text
          "integer_low(t) AS CASE WHEN regexp_full_match(t, '\\d{1,10}') THEN CASE WHEN"
              + " TRY_CAST(t AS BIGINT) < 4294967296 THEN (281470681743360 + TRY_CAST(t AS BIGINT))"
              + "::UBIGINT END ELSE address_low(t) END",
          "count_or_none(t) AS CASE WHEN coalesce(t, '-') = '-' THEN 0 ELSE"
              + " coalesce(count_from(t, 0), CASE WHEN regexp_full_match(t, ' *-? *') THEN 0 END)"
              + " END",
          // nfdump's scaled numbers: 1.2 M
          "scaled_count(t, least) AS coalesce(count_from(t, least),"
              + " CASE WHEN regexp_full_match(t, '\\s*\\d{1,9}(\\.\\d{1,3})?"
              + " ?[KMGT]\\s*') THEN TRY_CAST(regexp_extract(t, '[\\d.]+') || CASE right(trim(t),"
              + " 1) WHEN 'K' THEN 'e3' WHEN 'M' THEN 'e6' WHEN 'G' THEN 'e9' ELSE 'e12' END AS"
              + " BIGINT) END)");

  private FormatMacros() {}
}
