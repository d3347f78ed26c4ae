package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.io.mapping.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names the networks of flows that come into no series. */
final class LeftOut {
  private static final int MOST = 3;
  private static final int IPV4_BITS = 16;
  private static final int IPV6_BITS = 32;

  private LeftOut() {}

  /**
   * Sentences for the user.
   *
   * @param outside SQL for the flows, as rows of {@code staged}, no side of which is internal
   * @param read flows of all files
   * @param left hosts that are left out
   */
  static List<String> notes(Connection sql, String outside, long read, HostSample.Left left)
      throws SQLException {
    var notes = new ArrayList<String>();
    long strange = Sql.number(sql, "SELECT count(*) FROM " + outside);
    if (strange > 0) {
      notes.add(
          "flows left out, as no side is internal: %s, from %s; --internal takes networks in"
              .formatted(share(strange, read), networks(sql, outside, strange)));
    }
    notes.addAll(notes(read, left));
    return notes;
  }

  /** Those of hosts alone. */
  static List<String> notes(long read, HostSample.Left left) {
    var notes = new ArrayList<String>();
    if (left.quiet() > 0) {
      notes.add(
          "hosts left out, as they have too few flows (--min-flows): %s; flows of theirs: %s"
              .formatted(share(left.quiet(), left.hosts()), share(left.quietFlows(), read)));
    }
    if (left.beyond() > 0) {
      notes.add(
          "hosts left out, as so many others are enough (--most-hosts): %s; flows of theirs: %s"
              .formatted(share(left.beyond(), left.hosts()), share(left.beyondFlows(), read)));
    }
    return notes;
  }

  static String share(long flows, long of) {
    return String.format(Locale.ROOT, "%,d (%.1f %%)", flows, 100.0 * flows / of);
  }

  /** The sources' largest networks, with their shares of these flows. */
  private static String networks(Connection sql, String outside, long flows) throws SQLException {
    String query =
        """
        SELECT high = 0, CASE WHEN high = 0 THEN 0 ELSE high >> 32 << 32 END AS h,
          CASE WHEN high = 0 THEN low >> 16 << 16 ELSE 0 END AS l, count(*) AS n
        FROM (SELECT sourceAddress_high AS high, sourceAddress_low AS low FROM %s)
        GROUP BY ALL ORDER BY n DESC, h, l LIMIT %d\
        """;
    var networks = new ArrayList<String>();
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(outside, MOST))) {
      while (row.next()) {
        var address =
            new Address(
                Long.parseUnsignedLong(row.getString(2)), Long.parseUnsignedLong(row.getString(3)));
        int bits = address.isIpv4() ? IPV4_BITS : IPV6_BITS;
        double percent = 100.0 * row.getLong(4) / flows;
        networks.add(String.format(Locale.ROOT, "%s (%.1f %%)", new Cidr(address, bits), percent));
      }
    }
    return String.join(", ", networks);
  }
}
