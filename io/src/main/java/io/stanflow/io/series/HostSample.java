package io.stanflow.io.series;

import io.stanflow.io.load.ReadOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which hosts have a series: those with enough flows, and of more than are wanted every so many of
 * them, ordered by their flows, so that the sample has busy and quiet hosts as all have (systematic
 * sampling). Which of those of as many flows follows from a digest of their addresses.
 */
final class HostSample {
  private HostSample() {}

  /**
   * Who is left out.
   *
   * @param hosts all, those too
   * @param quiet that have too few flows
   * @param quietFlows theirs
   * @param beyond that are more than are wanted
   * @param beyondFlows theirs
   */
  record Left(long hosts, long quiet, long quietFlows, long beyond, long beyondFlows) {
    static final Left NOBODY = new Left(0, 0, 0, 0, 0);
  }

  /** A table {@code host_sample} of all hosts of {@code assigned}: enough, taken, n. */
  static String sql(ReadOptions.Hosts wanted) {
    return """
    CREATE TEMP TABLE host_sample AS
    SELECT host_high, host_low, n, enough,
      enough AND (place + 1) * least(%1$d, hosts) // hosts > place * least(%1$d, hosts) // hosts AS taken
    FROM (
      SELECT *, n >= %2$d AS enough,
        row_number() OVER (PARTITION BY n >= %2$d
          ORDER BY n, md5(concat(host_high, '/', host_low))) - 1 AS place,
        count(*) OVER (PARTITION BY n >= %2$d) AS hosts
      FROM (SELECT host_high, host_low, count(*) AS n FROM assigned GROUP BY ALL))\
    """
        .formatted(wanted.most(), wanted.minFlows());
  }

  static Left left(Connection sql) throws SQLException {
    String query =
        """
        SELECT count(*), count(*) FILTER (NOT enough),
          coalesce(sum(n) FILTER (NOT enough), 0), count(*) FILTER (enough AND NOT taken),
          coalesce(sum(n) FILTER (enough AND NOT taken), 0) FROM host_sample\
        """;
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new Left(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }
}
