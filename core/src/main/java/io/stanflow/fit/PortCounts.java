package io.stanflow.fit;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.flow.Protocol;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the ports of one side by protocol and direction, and fits its code. */
final class PortCounts {
  private static final int PORTS = 65_536;
  private static final int MOST_PORTS = 300;

  /** A port is in the vocabulary if it makes up this share of the rows. */
  private static final double PORT_SHARE = 1.0 / 15_000;

  private static final int PORT_BLOCK = 1024;
  private final List<String> protocols;
  private final boolean local;
  private final Sharing sharing;

  /** Of each protocol and direction; null where no row has been seen. */
  private final Tally[][] tallies;

  private final Tally all = new Tally();

  /** Whether a port is a type and code of ICMP. */
  private final boolean[] typeAndCode = new boolean[PORTS];

  /** Rows and hosts of each port, hosts up to 32,767; they come one after the other. */
  private static final class Tally {
    final int[] rows = new int[PORTS];
    final short[] hosts = new short[PORTS];
    private final BitSet ofHolder = new BitSet(PORTS);
    private int holder = -1;

    void add(int port, int of) {
      if (of != holder) {
        ofHolder.clear();
        holder = of;
      }
      rows[port]++;
      if (!ofHolder.get(port)) {
        ofHolder.set(port);
        hosts[port] += (short) (hosts[port] < Short.MAX_VALUE ? 1 : 0);
      }
    }
  }

  /**
   * @param local whether it is the host's side
   */
  PortCounts(List<String> protocols, boolean local, Sharing sharing) {
    this.protocols = protocols;
    this.local = local;
    this.sharing = sharing;
    tallies = new Tally[protocols.size()][2];
  }

  void add(int protocol, boolean outgoing, int port, int holder) {
    Tally[] directions = tallies[protocol];
    int d = outgoing ? 1 : 0;
    if (directions[d] == null) {
      directions[d] = new Tally();
    }
    directions[d].add(port, holder);
    all.add(port, holder);
    typeAndCode[port] |= Protocol.isIcmp(protocols.get(protocol));
  }

  /**
   * The code: ports that enough rows and hosts have, and blocks for the rest.
   *
   * @param tableRows rows of the table
   */
  PortSpec fit(long tableRows) {
    double least = Math.max(20, PORT_SHARE * tableRows);
    long[] frequent =
        IntStream.range(0, PORTS)
            .filter(port -> port == 0 || typeAndCode[port] || all.rows[port] >= least)
            .boxed()
            .sorted((a, b) -> rank(b, a))
            .limit(MOST_PORTS)
            .mapToLong(port -> port)
            .sorted()
            .toArray();
    long[] vocabulary =
        Arrays.stream(frequent)
            .filter(port -> port == 0 || sharing.isShared(all.hosts[(int) port]))
            .toArray();
    note(frequent, vocabulary);
    long[] edges = new long[PORTS / PORT_BLOCK + 1];
    Arrays.setAll(edges, i -> (long) i * PORT_BLOCK);
    int relatives = PortSpec.relatives(local);
    long[] none = new long[0];
    var mixture =
        new MixtureSpec(
            relatives, none, vocabulary, none, edges, 1, 0, false, 0, PORTS, 0, PORTS - 1);
    return new PortSpec(mixture, shown(vocabulary, new MixtureCode(mixture)));
  }

  private void note(long[] frequent, long[] vocabulary) {
    String side = local ? "local port" : "peer port";
    for (long port : vocabulary) {
      if (port > 0) { // no port, which everybody may have
        sharing.hold(side, "ports", Long.toString(port), all.hosts[(int) port]);
      }
    }
    long flows = 0;
    for (long port : frequent) {
      boolean kept = Arrays.binarySearch(vocabulary, port) >= 0;
      flows += kept ? 0 : all.rows[(int) port];
    }
    String became = "a port of its block of 1,024; of ICMP the nearest type and code";
    sharing.coarsen(side, "ports", frequent.length - vocabulary.length, flows, became);
  }

  /** Type and code of ICMP first, since they have no block to fall back on; then by count. */
  private int rank(int a, int b) {
    boolean first = typeAndCode[a] || a == 0;
    boolean second = typeAndCode[b] || b == 0;
    return first != second ? Boolean.compare(first, second) : all.rows[a] - all.rows[b];
  }

  private boolean[][][] shown(long[] vocabulary, MixtureCode code) {
    boolean[][][] shown = new boolean[tallies.length][2][code.tokens()];
    int blocks = vocabulary.length;
    for (int p = 0; p < tallies.length; p++) {
      boolean icmp = Protocol.isIcmp(protocols.get(p));
      for (int d = 0; d < 2; d++) {
        for (int port = 0; tallies[p][d] != null && port < PORTS; port++) {
          if (tallies[p][d].rows[port] > 0) {
            boolean own = icmp || port == 0 || sharing.isShared(tallies[p][d].hosts[port]);
            int known = icmp ? nearest(port, vocabulary) : port;
            shown[p][d][own ? code.token(known, 1) : blocks + port / PORT_BLOCK] = true;
          }
        }
      }
    }
    return shown;
  }

  /** The type and code of the vocabulary that is nearest to one of a flow. */
  private int nearest(int port, long[] vocabulary) {
    return (int)
        Arrays.stream(vocabulary)
            .filter(known -> known == 0 || typeAndCode[(int) known])
            .boxed()
            .min(Comparator.comparingLong(known -> Math.abs(known - port)))
            .orElse(0L)
            .longValue();
  }
}
