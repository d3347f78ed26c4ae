package io.stanflow.evaluate.measure;

/**
 * The hosts of a file in two halves. Hosts in the order of their flows go to the halves by turns
 * (0, 1, 1, 0, 0, 1, ...), so that both have as many hosts, and about as many flows and busy hosts.
 */
public final class HostHalves {
  private HostHalves() {}

  /**
   * Rows {@code host_high, host_low, flows} of a half of {@code hosts}.
   *
   * @param half 0 or 1
   */
  public static String sql(int half) {
    return """
    SELECT host_high, host_low, flows FROM (
      SELECT *, row_number() OVER (ORDER BY flows DESC, host_high, host_low) AS turn FROM hosts)
    WHERE %s %% 2 = %d\
    """
        .formatted(FlowSql.whole("turn", 2), half);
  }
}
