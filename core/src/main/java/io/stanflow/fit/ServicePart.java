package io.stanflow.fit;

import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Hours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a host does by one service. All parts of a host together are its {@link HostProfile}.
 *
 * @param kind service and label, see {@link PartKinds}
 * @param rows flows
 * @param peers that the host met by it
 * @param rhythm flows in each UTC hour of the week
 * @param counts as {@link HostProfile#counts}, one part of the day after the other
 * @param tokens as {@link HostProfile#tokens}, one group after the other
 * @param ticks like counts, of the quantities of ticks alone, which are not among the rows
 * @param most the largest value of each quantity, ticks too
 * @param timers of that service, whose ticks are not among the rows
 */
record ServicePart(
    int kind,
    int rows,
    int peers,
    double[] rhythm,
    SparseCounts counts,
    SparseCounts tokens,
    SparseCounts ticks,
    long[] most,
    List<Timer> timers) {

  /** Both together, as if they were of one kind. */
  ServicePart and(ServicePart other) {
    double[] hours = rhythm.clone();
    for (int h = 0; h < hours.length; h++) {
      hours[h] += other.rhythm[h];
    }
    return new ServicePart(
        kind,
        rows + other.rows,
        peers + other.peers,
        hours,
        counts.and(other.counts),
        tokens.and(other.tokens),
        ticks.and(other.ticks),
        IntStream.range(0, most.length).mapToLong(q -> Math.max(most[q], other.most[q])).toArray(),
        Stream.concat(timers.stream(), other.timers.stream()).toList());
  }

  /** Whether it has flows, not timers alone that never ticked while they were counted. */
  boolean hasFlows() {
    return rows > 0 || ticks.keys().length > 0;
  }

  /** The same with other counts. */
  ServicePart with(SparseCounts others) {
    return new ServicePart(kind, rows, peers, rhythm, others, tokens, ticks, most, timers);
  }

  /** Counts one. */
  static final class Tally {
    int rows;
    int peers;
    final double[] rhythm = new double[Hours.A_WEEK];
    final int[] counts;
    final int[] tokens;
    final int[] ticks;
    final long[] most;
    final List<Timer> timers = new ArrayList<>();

    Tally(int counts, int tokens, int quantities) {
      this.counts = new int[counts];
      this.tokens = new int[tokens];
      ticks = new int[counts];
      most = new long[quantities];
      Arrays.fill(most, Long.MIN_VALUE);
    }

    ServicePart part(int kind) {
      return new ServicePart(
          kind,
          rows,
          peers,
          rhythm,
          SparseCounts.of(counts),
          SparseCounts.of(tokens),
          SparseCounts.of(ticks),
          most,
          List.copyOf(timers));
    }
  }
}
