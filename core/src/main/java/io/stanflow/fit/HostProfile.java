package io.stanflow.fit;

import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Address;
import java.util.List;

/**
 * Counts of one training host, from which its profile and blends are made. Lives only while
 * training; holds real addresses.
 *
 * @param host null for a table without addresses
 * @param sizes its usual sizes, largest share first
 * @param rhythm flows in each UTC hour of the week
 * @param rows all flows of its own, which all counts here are of
 * @param visits from sweeps
 * @param peers distinct peers
 * @param timers that its ticks are of
 * @param counts per part of the day: flows of each component of each field with a prior, one field
 *     after the other, then of each {@linkplain OutcomeClasses outcome class}
 * @param tokens per outcome group and value: flows
 * @param parts the same by kind of part, ascending
 * @param heavyKinds of each heavy peer the kind of most flows with it
 */
record HostProfile(
    Address host,
    HeavyPeers heavy,
    List<UsualSize> sizes,
    double[] rhythm,
    int rows,
    int visits,
    int peers,
    List<Timer> timers,
    int[][] counts,
    int[][] tokens,
    List<ServicePart> parts,
    int[] heavyKinds) {
  /** The same host with other counts, and in parts of it. */
  HostProfile with(int[][] others, List<ServicePart> counted) {
    return new HostProfile(
        host,
        heavy,
        sizes,
        rhythm,
        rows,
        visits,
        peers,
        timers,
        others,
        tokens,
        counted,
        heavyKinds);
  }

  /** The same host with other timers. */
  HostProfile withTimers(List<Timer> others) {
    return new HostProfile(
        host, heavy, sizes, rhythm, rows, visits, peers, others, counts, tokens, parts, heavyKinds);
  }
}
