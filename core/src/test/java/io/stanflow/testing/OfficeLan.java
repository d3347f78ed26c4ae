package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.TcpFlags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * {@link SimulatedTraffic} whose hosts also have to do with each other: some are file servers that
 * others are clients of, and there are printers, which have no flows but those of hosts that print.
 */
public final class OfficeLan {
  public static final int HOSTS = 24;

  /** Ports of the file servers and of the printers. */
  public static final int FILES = 445;

  public static final int PRINT = 9100;

  /** File servers, the second host and those after it, and hosts that each of them serves. */
  public static final int SERVERS = 3;

  public static final int CLIENTS = 4;
  public static final int PRINTERS = 4;

  /** Hosts that print on each printer, the sixth host and those after it. */
  public static final int PRINTING = 3;

  /** Hosts that ask the name server, the fifth host, at port 53; the sixth and those after it. */
  public static final int NAMES = 4;

  public static final int ASKING = 6;
  private static final long START = Instant.parse("2016-04-11T08:00:00Z").getEpochSecond();
  private static final int EXCHANGES = 8;

  private OfficeLan() {}

  /** The address of a printer, from 0. */
  public static Address printer(int number) {
    return Address.parse("192.168.200." + (1 + number));
  }

  /** A network of {@link #HOSTS} hosts. */
  public static MemoryTable table(long seed) {
    return over(SimulatedTraffic.table(HOSTS, 60, false, seed), seed);
  }

  /** A table of as many hosts with these flows too. */
  public static MemoryTable over(MemoryTable quiet, long seed) {
    var random = new SplittableRandom(seed);
    List<Address> hosts = quiet.addresses();
    Map<Address, List<Flow>> inside = new HashMap<>();
    hosts.forEach(host -> inside.put(host, new ArrayList<>()));
    for (int c = 0; c < SERVERS * CLIENTS; c++) {
      Address server = hosts.get(1 + c / CLIENTS);
      exchange(inside.get(server), server, hosts.get(HOSTS - 1 - c), FILES, 0, random);
    }
    for (int h = 0; h < PRINTERS * PRINTING; h++) {
      Address host = hosts.get(5 + h);
      exchange(inside.get(host), host, printer(h / PRINTING), 0, PRINT, random);
    }
    for (int h = 0; h < ASKING; h++) {
      Address host = hosts.get(5 + h);
      exchange(inside.get(host), host, hosts.get(NAMES), 0, 53, random);
    }
    return SweptTraffic.with(quiet, inside);
  }

  /** Requests and replies; a port of 0 is any high one. */
  private static void exchange(
      List<Flow> flows, Address host, Address peer, int own, int other, SplittableRandom random) {
    for (int i = 0; i < EXCHANGES; i++) {
      long time = START + random.nextInt(3 * 3600);
      int high = 40_000 + random.nextInt(20_000);
      int from = own > 0 ? own : high;
      int to = other > 0 ? other : high;
      int flags = TcpFlags.ACK | TcpFlags.PSH;
      flows.add(SweptTraffic.flow(time, host, peer, from, to, flags));
      flows.add(SweptTraffic.flow(time + random.nextInt(2), peer, host, to, from, flags));
    }
  }
}
