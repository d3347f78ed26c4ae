package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The blocks that hold the internal hosts.
 *
 * @param note one sentence for the user: which, and why
 */
record InternalNetworks(List<Cidr> blocks, String note) {
  private static final List<Cidr> PRIVATE =
      List.of(
          Cidr.parse("10.0.0.0/8"),
          Cidr.parse("172.16.0.0/12"),
          Cidr.parse("192.168.0.0/16"),
          Cidr.parse("fc00::/7"));

  /** Prefix lengths tried for a family, the longest first. */
  private static final List<Integer> IPV4_PREFIXES = List.of(24, 16, 8);

  private static final List<Integer> IPV6_PREFIXES = List.of(64, 48, 32);

  /** A block that has one side of so many of its family's flows is the network. */
  private static final double NEARLY_ALL = 0.9;

  /** With less than this no block is trusted. */
  private static final double MOST = 0.5;

  /** A family with a smaller share of the flows is left out. */
  private static final double NOTABLE = 0.01;

  InternalNetworks {
    blocks = List.copyOf(blocks);
  }

  static InternalNetworks given(List<Cidr> blocks) {
    return new InternalNetworks(blocks, "internal networks as given: " + join(blocks));
  }

  /**
   * Finds the networks of the hosts that the flows were captured at. Private blocks come first: if
   * they have one side of most flows, all that are seen are internal. Otherwise, for each family,
   * the smallest block that has one side of nearly all flows, or else the smallest network that has
   * one side of most.
   *
   * @throws InputException if no block has one side of at least half of the flows
   */
  static InternalNetworks detect(Connection sql, String file) throws InputException, SQLException {
    try (Statement statement = sql.createStatement()) {
      long all = number(statement, "true");
      var seen = new ArrayList<Cidr>();
      for (Cidr block : PRIVATE) {
        if (number(statement, either(List.of(block))) > NOTABLE * all) {
          seen.add(block);
        }
      }
      double share = seen.isEmpty() ? 0 : (double) number(statement, either(seen)) / all;
      if (share < MOST) {
        seen.clear();
        addFamily(statement, seen, isIpv4(Schema.SOURCE_ADDRESS), all, IPV4_PREFIXES);
        addFamily(statement, seen, "NOT " + isIpv4(Schema.SOURCE_ADDRESS), all, IPV6_PREFIXES);
        share = seen.isEmpty() ? 0 : (double) number(statement, either(seen)) / all;
      }
      if (share < MOST) {
        throw new InputException(
            file,
            "no internal network detected: no block of addresses has one side of most flows",
            "name the internal networks with --internal");
      }
      String note =
          String.format(
              Locale.ROOT,
              "internal network%s %s detected: %s one side of %.1f %% of the flows",
              seen.size() == 1 ? "" : "s",
              join(seen),
              seen.size() == 1 ? "it has" : "they have",
              Math.floor(share * 1000) / 10);
      return new InternalNetworks(seen, note);
    }
  }

  private static void addFamily(
      Statement statement, List<Cidr> found, String family, long all, List<Integer> prefixes)
      throws SQLException {
    long its = number(statement, family);
    if (its <= NOTABLE * all) {
      return;
    }
    Cidr fallback = null;
    for (int prefix : prefixes) {
      boolean ipv4 = prefixes.equals(IPV4_PREFIXES);
      try (ResultSet row = statement.executeQuery(mostSeen(family, ipv4, prefix))) {
        row.next();
        long bits = row.getBigDecimal(1).longValue();
        long flows = row.getLong(2);
        var block = new Cidr(ipv4 ? Address.ofIpv4((int) bits) : new Address(bits, 0), prefix);
        if (flows >= NEARLY_ALL * its) {
          found.add(block);
          return;
        }
        // the longest prefix names one busy subnet rather than a network
        if (fallback == null && flows >= MOST * its && prefix != prefixes.get(0)) {
          fallback = block;
        }
      }
    }
    if (fallback != null) {
      found.add(fallback);
    }
  }

  /** SQL for the block with most flows: its bits and the flows with a side in it. */
  private static String mostSeen(String family, boolean ipv4, int prefix) {
    String source = block(Schema.SOURCE_ADDRESS, ipv4, prefix);
    String destination = block(Schema.DESTINATION_ADDRESS, ipv4, prefix);
    return "SELECT block, sum(n) AS flows FROM (SELECT "
        + source
        + " AS block, count(*) AS n FROM staged WHERE "
        + family
        + " GROUP BY block"
        + " UNION ALL SELECT "
        + destination
        + " AS block, count(*) AS n FROM staged WHERE "
        + family
        + " AND "
        + source
        + " <> "
        + destination
        + " GROUP BY block)"
        + " GROUP BY block ORDER BY flows DESC, block LIMIT 1";
  }

  private static String block(String attribute, boolean ipv4, int prefix) {
    if (ipv4) {
      return "(("
          + Columns.low(attribute)
          + " & 4294967295) >> "
          + (32 - prefix)
          + " << "
          + (32 - prefix)
          + ")";
    }
    // in 128 bits, as a left shift that drops bits is an error in UBIGINT
    return "(("
        + Columns.high(attribute)
        + " >> "
        + (64 - prefix)
        + ")::HUGEINT << "
        + (64 - prefix)
        + ")";
  }

  private static String isIpv4(String attribute) {
    return "(" + Columns.high(attribute) + " = 0 AND " + Columns.low(attribute) + " >> 32 = 65535)";
  }

  private static long number(Statement statement, String condition) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT count(*) FROM staged WHERE " + condition)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String either(List<Cidr> blocks) {
    return "("
        + condition(blocks, Columns.high(Schema.SOURCE_ADDRESS), Columns.low(Schema.SOURCE_ADDRESS))
        + " OR "
        + condition(
            blocks,
            Columns.high(Schema.DESTINATION_ADDRESS),
            Columns.low(Schema.DESTINATION_ADDRESS))
        + ")";
  }

  /** SQL that is true where the address in two columns lies in one of the blocks. */
  static String condition(List<Cidr> blocks, String high, String low) {
    var hosts = new StringJoiner(", ");
    var any = new StringJoiner(" OR ", "(", ")");
    any.setEmptyValue("false");
    for (Cidr block : blocks) {
      if (block.network().isIpv4() && block.prefixLength() == 32) {
        hosts.add(Long.toUnsignedString(block.network().low()));
      } else {
        any.add(inBlock(block, high, low));
      }
    }
    if (hosts.length() > 0) {
      any.add("(" + high + " = 0 AND " + low + " IN (" + hosts + "))");
    }
    return any.toString();
  }

  private static String inBlock(Cidr block, String high, String low) {
    Address first = block.network();
    Address last = block.withHost(-1, -1);
    String between =
        first.high() == last.high()
            ? high
                + " = "
                + Long.toUnsignedString(first.high())
                + " AND "
                + between(low, first.low(), last.low())
            : between(high, first.high(), last.high());
    // the mapped IPv4 addresses lie inside ::/8 but are another family
    return first.isIpv4()
        ? "(" + between + ")"
        : "(" + between + " AND NOT (" + high + " = 0 AND " + low + " >> 32 = 65535))";
  }

  private static String between(String column, long first, long last) {
    return column
        + " BETWEEN "
        + Long.toUnsignedString(first)
        + " AND "
        + Long.toUnsignedString(last);
  }

  static String join(List<Cidr> blocks) {
    var text = new StringJoiner(", ");
    blocks.forEach(block -> text.add(block.toString()));
    return text.toString();
  }
}
