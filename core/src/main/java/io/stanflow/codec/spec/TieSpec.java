package io.stanflow.codec.spec;

import io.stanflow.flow.Range;
import java.util.List;

/**
 * In which order the training file had the flows of one record time.
 *
 * @param keys attributes that those of one host stand by, the first one first; none where they
 *     stand by none
 * @param together whether those of one host stand together, not among those of others
 * @param outgoingFirst where a flow and its reply stand side by side and no key tells them apart,
 *     how often the outgoing one comes first: while the host is the client, the server, and neither
 */
public record TieSpec(
    List<Key> keys, boolean together, @Range(least = 0, most = 1) double[] outgoingFirst) {
  /** Number of roles that a host may have in a connection: client, server, neither. */
  public static final int ROLES = 3;

  public TieSpec {
    keys = List.copyOf(keys);
    if (outgoingFirst.length != ROLES) {
      throw new IllegalArgumentException(outgoingFirst.length + " roles in a connection");
    }
  }

  /** An attribute that flows stand by, rising or falling. */
  public record Key(String attribute, boolean ascending) {}
}
