package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the networks of the hosts that the flows in {@code staged} were captured at. Private blocks
 * come first: if they have one side of most flows, all that are seen are internal. Otherwise, for
 * each family, the smallest block that has one side of nearly all flows, or else the smallest
 * network that has one side of most.
 */
public final class InternalSearch {
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

  private final Connection sql;
  private final List<String> sides;
  private final long all;

  /**
   * @param sides attributes that may be the host's address
   */
  private InternalSearch(Connection sql, List<String> sides) throws SQLException {
    this.sql = sql;
    this.sides = sides;
    all = number("true");
  }

  /**
   * The networks.
   *
   * @param file for messages
   * @param host the attribute whose address is always the host's, or empty for either side
   * @throws InputException if no block has one side of at least half of the flows
   */
  public static InternalNetworks detect(Connection sql, String file, Optional<String> host)
      throws InputException, SQLException {
    List<String> both = List.of(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);
    return new InternalSearch(sql, host.map(List::of).orElse(both)).detect(file);
  }

  private InternalNetworks detect(String file) throws InputException, SQLException {
    var seen = new ArrayList<Cidr>();
    for (Cidr block : PRIVATE) {
      if (number(any(List.of(block))) > NOTABLE * all) {
        seen.add(block);
      }
    }
    double share = share(seen);
    if (share < MOST) {
      seen.clear();
      addFamily(seen, isIpv4(sides.get(0)), IPV4_PREFIXES);
      addFamily(seen, "NOT " + isIpv4(sides.get(0)), IPV6_PREFIXES);
      share = share(seen);
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
            InternalNetworks.join(seen),
            seen.size() == 1 ? "it has" : "they have",
            Math.floor(share * 1000) / 10);
    return new InternalNetworks(seen, note);
  }

  private double share(List<Cidr> blocks) throws SQLException {
    return blocks.isEmpty() ? 0 : (double) number(any(blocks)) / all;
  }

  private void addFamily(List<Cidr> found, String family, List<Integer> prefixes)
      throws SQLException {
    long flowsOfFamily = number(family);
    if (flowsOfFamily <= NOTABLE * all) {
      return;
    }
    Cidr fallback = null;
    for (int prefix : prefixes) {
      boolean ipv4 = prefixes.equals(IPV4_PREFIXES);
      try (Statement statement = sql.createStatement();
          ResultSet row = statement.executeQuery(mostSeen(family, ipv4, prefix))) {
        row.next();
        long bits = row.getBigDecimal(1).longValue();
        long flows = row.getLong(2);
        var block = new Cidr(ipv4 ? Address.ofIpv4((int) bits) : new Address(bits, 0), prefix);
        if (flows >= NEARLY_ALL * flowsOfFamily) {
          found.add(block);
          return;
        }
        // the longest prefix names one busy subnet rather than a network
        if (fallback == null && flows >= MOST * flowsOfFamily && prefix != prefixes.get(0)) {
          fallback = block;
        }
      }
    }
    if (fallback != null) {
      found.add(fallback);
    }
  }

  /** SQL for the block with most flows: its bits and the flows with a side in it. */
  private String mostSeen(String family, boolean ipv4, int prefix) {
    var counts = new ArrayList<String>();
    for (String side : sides) {
      String block = block(side, ipv4, prefix);
      // a flow with both sides in one block is counted by its source alone
      String twice =
          counts.isEmpty() ? "" : " AND " + block + " <> " + block(sides.get(0), ipv4, prefix);
      counts.add(
          "SELECT "
              + block
              + " AS block, count(*) AS n FROM staged WHERE "
              + family
              + twice
              + " GROUP BY block");
    }
    return "SELECT block, sum(n) AS flows FROM ("
        + String.join(" UNION ALL ", counts)
        + ") GROUP BY block ORDER BY flows DESC, block LIMIT 1";
  }

  private static String block(String attribute, boolean ipv4, int prefix) {
    if (ipv4) {
      return "(("
          + FlowColumns.low(attribute)
          + " & 4294967295) >> "
          + (32 - prefix)
          + " << "
          + (32 - prefix)
          + ")";
    }
    // in 128 bits, as a left shift that drops bits is an error in UBIGINT
    return "(("
        + FlowColumns.high(attribute)
        + " >> "
        + (64 - prefix)
        + ")::HUGEINT << "
        + (64 - prefix)
        + ")";
  }

  private static String isIpv4(String attribute) {
    return "("
        + FlowColumns.high(attribute)
        + " = 0 AND "
        + FlowColumns.low(attribute)
        + " >> 32 = 65535)";
  }

  private long number(String condition) throws SQLException {
    return Sql.number(sql, "SELECT count(*) FROM staged WHERE " + condition);
  }

  /** SQL: one of the sides is in one of the blocks. */
  private String any(List<Cidr> blocks) {
    return sides.stream()
        .map(
            side ->
                InternalNetworks.condition(blocks, FlowColumns.high(side), FlowColumns.low(side)))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }
}
