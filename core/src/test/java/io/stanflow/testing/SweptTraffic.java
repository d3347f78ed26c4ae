package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.flow.TcpFlags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** {@link SimulatedTraffic} over which scanners sweep: a SYN to most hosts within a minute. */
public final class SweptTraffic {
  public static final int SWEEPS = 9;

  /** Seconds from the first to the last probe of a sweep, at most. */
  public static final int SPREAD = 40;

  private static final long START = Instant.parse("2016-04-11T08:00:00Z").getEpochSecond();

  private SweptTraffic() {}

  /**
   * The scanner of a sweep; the first three sweeps are by one.
   *
   * @param sweep from 0
   */
  public static Address scanner(int sweep) {
    return Address.ofIpv4(0x64_40_00_09 + (Math.max(2, sweep) << 8));
  }

  /** A quiet network of so many hosts; each sweep meets nine of ten. */
  public static MemoryTable table(int hosts, long seed) {
    return table(hosts, false, seed);
  }

  /**
   * Likewise.
   *
   * @param ipv6 whether some peers have IPv6 addresses
   */
  public static MemoryTable table(int hosts, boolean ipv6, long seed) {
    MemoryTable quiet = SimulatedTraffic.table(hosts, 60, ipv6, seed);
    var random = new SplittableRandom(seed);
    Map<Address, List<Flow>> probes = new HashMap<>();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      long start = START + 1000L * sweep + random.nextInt(600);
      for (Address host : quiet.addresses()) {
        if (random.nextInt(10) > 0) {
          long time = start + random.nextInt(SPREAD);
          List<Flow> own = probes.computeIfAbsent(host, x -> new ArrayList<>());
          own.add(probe(time, scanner(sweep), host, sweep, random));
          if (random.nextInt(4) == 0) {
            own.add(refusal(own.get(own.size() - 1), random.nextInt(2)));
          }
        }
      }
    }
    return with(quiet, probes);
  }

  /** The same table with more flows of its hosts. */
  public static MemoryTable with(MemoryTable table, Map<Address, List<Flow>> more) {
    List<Series> series = new ArrayList<>();
    for (Series one : table.series()) {
      List<Flow> all = new ArrayList<>(one.flows());
      all.addAll(more.getOrDefault(one.host(), List.of()));
      all.sort(SimulatedTraffic.order(one.host()));
      series.add(new Series(one.host(), List.copyOf(all)));
    }
    return new MemoryTable(table.schema(), table.internal(), series);
  }

  /** From one source port in every other sweep, from any in the others; ports 23, 22, 23 ... */
  private static Flow probe(
      long time, Address scanner, Address host, int sweep, SplittableRandom random) {
    int from = sweep % 2 == 0 ? 40_000 + sweep : 30_000 + random.nextInt(30_000);
    return flow(time, scanner, host, from, sweep % 2 == 0 ? 23 : 22, TcpFlags.SYN);
  }

  private static Flow refusal(Flow probe, int seconds) {
    return flow(
        probe.timeMicros() / 1_000_000 + seconds,
        probe.destinationAddress(),
        probe.sourceAddress(),
        probe.destinationPort(),
        probe.sourcePort(),
        TcpFlags.RST | TcpFlags.ACK);
  }

  /** A flow of one packet of 40 bytes. */
  public static Flow flow(
      long second, Address from, Address to, int fromPort, int toPort, int flags) {
    var draft = new Flow.Draft(Schemas.UGR16);
    draft.number(0, second * 1_000_000).address(2, from).address(3, to);
    draft.number(4, fromPort).number(5, toPort).word(6, "TCP").number(7, flags);
    draft.number(8, 1).number(9, 40).word(10, "0").word(11, "0");
    return draft.word(12, "background").flow();
  }
}
