package io.stanflow.codec.spec;

import io.stanflow.flow.Range;
import java.util.List;

/**
 * Who the training hosts met inside their network, popular peers apart: what such peers do, by the
 * service of the first flow with them, and whether they are hosts too, with flows of their own.
 *
 * @param roles what internal peers do
 */
public record InternalSpec(List<Role> roles) {
  public InternalSpec {
    roles = List.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("no role inside the network");
    }
  }

  /**
   * What some internal peers do; at least k addresses have part in it.
   *
   * @param service class of the first flow between a host and such a peer, or {@link #OTHER}
   * @param hosts pairs of a host and such a peer that is a host too
   * @param others pairs of a host and such a peer that is none
   * @param addresses distinct ones of these others
   */
  public record Role(
      @Range(least = OTHER, most = 16_000_000) int service,
      @Range(least = 0, most = Integer.MAX_VALUE) int hosts,
      @Range(least = 0, most = Integer.MAX_VALUE) int others,
      @Range(least = 0, most = Integer.MAX_VALUE) int addresses) {
    /** All services of which fewer addresses have part. */
    public static final int OTHER = -1;

    public Role {
      if (hosts + others == 0 || addresses > others || (addresses == 0) != (others == 0)) {
        throw new IllegalArgumentException(
            "a role of %d and %d pairs and %d addresses".formatted(hosts, others, addresses));
      }
    }

    /** Pairs of a host and such a peer. */
    public double pairs() {
      return (double) hosts + others;
    }
  }

  /**
   * A role that hosts of a profile have towards others.
   *
   * @param role its index
   * @param share of the profile's hosts that have it
   * @param met hosts that one which has it is met by, on average
   */
  public record Held(
      @Range(least = 0, most = Integer.MAX_VALUE) int role,
      @Range(least = 0, most = 1) double share,
      @Range(least = 0, most = 1e7) double met) {}

  /** Index of the role that a service belongs to, or -1. */
  public int role(int service) {
    int other = -1;
    for (int r = 0; r < roles.size(); r++) {
      if (roles.get(r).service() == service) {
        return r;
      }
      other = roles.get(r).service() == Role.OTHER ? r : other;
    }
    return other;
  }
}
