package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.TcpFlags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link SimulatedTraffic} whose hosts also keep clocks: each fetches mail from its own server and
 * is polled by a monitor, every request with its answer.
 */
public final class TickingTraffic {
  /** Seconds between two polls of any host, and between its fetches of mail. */
  public static final int POLL = 60;

  public static final int MAIL = 300;

  /** Whom all hosts are polled by. */
  public static final Address MONITOR = Address.parse("100.80.1.9");

  private static final long START = Instant.parse("2016-04-11T08:00:00Z").getEpochSecond();
  private static final int SPAN = 3 * 3600;

  private TickingTraffic() {}

  /** A network of so many hosts. */
  public static MemoryTable table(int hosts, long seed) {
    return over(SimulatedTraffic.table(hosts, 60, false, seed));
  }

  /** Likewise over other traffic of these hours. */
  public static MemoryTable over(MemoryTable quiet) {
    Map<Address, List<Flow>> ticks = new HashMap<>();
    for (int h = 0; h < quiet.hosts(); h++) {
      Address host = quiet.addresses().get(h);
      List<Flow> own = new ArrayList<>();
      addPair(own, host, mailServer(h), 110, MAIL, 7 * h, true);
      addPair(own, MONITOR, host, 161, POLL, 3 * h, false);
      ticks.put(host, own);
    }
    return SweptTraffic.with(quiet, ticks);
  }

  /** The mail server of a host. */
  public static Address mailServer(int host) {
    return Address.ofIpv4(0x64_50_00_19 + (host << 8));
  }

  private static void addPair(
      List<Flow> into,
      Address client,
      Address server,
      int port,
      int period,
      int phase,
      boolean anew) {
    for (int tick = 0; phase + period * tick < SPAN; tick++) {
      long time = START + phase + (long) period * tick;
      int from = anew ? 40_000 + tick : 50_000;
      into.add(SweptTraffic.flow(time, client, server, from, port, TcpFlags.ACK));
      into.add(SweptTraffic.flow(time, server, client, port, from, TcpFlags.ACK));
    }
  }
}
