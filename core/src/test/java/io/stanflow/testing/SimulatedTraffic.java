package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.flow.TcpFlags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Traffic of a small network with the ways of UGR'16: whole-second end times, durations in
 * multiples of 4 ms, replies as long as their requests, {@code .A....} for what is not TCP, the SPI
 * of ESP in the port columns. Every table of a seed is the same.
 */
public final class SimulatedTraffic {
  public static final Cidr INTERNAL = Cidr.parse("192.168.0.0/16");
  public static final int HOSTS = 12;

  /** Shared by every host. */
  public static final List<Address> RESOLVERS =
      List.of(Address.parse("100.70.3.53"), Address.parse("203.98.7.54"));

  private static final long START = Instant.parse("2016-04-11T08:00:00Z").getEpochSecond();
  private static final int HOURS = 3;
  private static final long TICK = 4_000;
  private static final int DATA = TcpFlags.ACK | TcpFlags.PSH | TcpFlags.SYN | TcpFlags.FIN;
  private final SplittableRandom random;
  private final boolean ipv6;
  private final List<Address> hosts = new ArrayList<>();
  private final List<Address> servers = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();

  private SimulatedTraffic(int hosts, boolean ipv6, long seed) {
    random = new SplittableRandom(seed);
    this.ipv6 = ipv6;
    for (int h = 0; h < hosts; h++) {
      this.hosts.add(Address.parse("192.168." + (17 + h / 4) + "." + (131 + 7 * h) % 256));
    }
    for (int s = 0; s < 6; s++) {
      servers.add(Address.ofIpv4(0xB8_5D_10_00 + random.nextInt(1 << 12)));
    }
  }

  /** {@link #HOSTS} hosts, about 4,500 flows. */
  public static MemoryTable table(long seed) {
    return table(HOSTS, 190, false, seed);
  }

  /**
   * A table.
   *
   * @param sessions of each host; about two flows each
   * @param ipv6 whether some peers have IPv6 addresses
   */
  public static MemoryTable table(int hosts, int sessions, boolean ipv6, long seed) {
    var traffic = new SimulatedTraffic(hosts, ipv6, seed);
    for (int h = 0; h < hosts; h++) {
      int own = sessions / 2 + traffic.random.nextInt(sessions);
      for (int i = 0; i < own; i++) {
        traffic.session(traffic.hosts.get(h), h);
      }
    }
    return new MemoryTable(Schemas.UGR16, List.of(INTERNAL), traffic.series());
  }

  private void session(Address host, int number) {
    int kind = random.nextInt(100) + (number % 3 == 0 ? 20 : 0);
    if (kind < 30) {
      Address resolver = RESOLVERS.get(random.nextInt(2));
      talk(host, resolver, "UDP", ephemeral(), 53, 1, 60 + random.nextInt(30), 1, 90);
    } else if (kind < 60) {
      int port = random.nextInt(3) == 0 ? 80 : 443;
      talk(host, server(), "TCP", ephemeral(), port, packets(), 180, packets(), 900);
    } else if (kind < 72) {
      Address admin = Address.ofIpv4(0x5A_20_10_00 + number);
      talk(host, admin, "TCP", 22, 40_000 + random.nextInt(3), 30, 100, 40, 120);
    } else if (kind < 80) {
      Address mail = hosts.get(0).equals(host) ? server() : hosts.get(0);
      talk(host, mail, "TCP", ephemeral(), 25, packets(), 400, packets(), 60);
    } else if (kind < 87) {
      int n = 1 + random.nextInt(4);
      talk(host, server(), "ICMP", 0, 8 << 8, n, 84, n, 84);
    } else if (kind < 94) {
      scan(host);
    } else {
      Address gateway = Address.ofIpv4(0xC9_11_22_00 + number % 2);
      talk(host, gateway, "ESP", random.nextInt(65_536), random.nextInt(65_536), 9, 140, 8, 160);
    }
  }

  private int ephemeral() {
    return 32_768 + random.nextInt(28_000);
  }

  private int packets() {
    return 1 + random.nextInt(5) * random.nextInt(12);
  }

  private Address server() {
    int one = random.nextInt(10);
    if (ipv6 && one < 4) {
      return new Address(0x2001_0db8_0000_0000L + random.nextInt(3), 0x5_0000 + random.nextInt(99));
    }
    return one < 8
        ? servers.get(random.nextInt(servers.size()))
        : Address.ofIpv4(0x17_00_00_00 + random.nextInt(1 << 24));
  }

  private void scan(Address host) {
    Address scanner = Address.ofIpv4(0x67_00_00_00 + random.nextInt(1 << 24));
    int port = new int[] {22, 23, 3389}[random.nextInt(3)];
    long end = time();
    int from = ephemeral();
    add(end, 0, scanner, host, from, port, "TCP", TcpFlags.SYN, 1, 40, "scan11");
    if (random.nextBoolean()) {
      int flags = TcpFlags.RST | TcpFlags.ACK;
      add(end, 0, host, scanner, port, from, "TCP", flags, 1, 40, "background");
    }
  }

  private long time() {
    int hour = random.nextInt(4) % HOURS; // the first hour is the busiest
    return START + 3600L * hour + random.nextInt(3600);
  }

  /** A request and, nearly always, a reply of the same duration. */
  private void talk(
      Address host,
      Address peer,
      String protocol,
      int localPort,
      int peerPort,
      int packets,
      int size,
      int replyPackets,
      int replySize) {
    boolean tcp = protocol.equals("TCP");
    boolean esp = protocol.equals("ESP");
    boolean one = packets == 1 || replyPackets == 1;
    long duration = one ? 0 : TICK * random.nextInt(1, 40_000);
    int flags = !tcp ? TcpFlags.ACK : random.nextInt(6) == 0 ? TcpFlags.ACK | TcpFlags.PSH : DATA;
    long end = time();
    String label = random.nextInt(60) == 0 ? "blacklist" : rareLabel();
    long bytes = (long) packets * size + (packets > 1 ? random.nextInt(300) : 0);
    add(end, duration, host, peer, localPort, peerPort, protocol, flags, packets, bytes, label);
    if (random.nextInt(12) > 0) {
      int from = esp ? random.nextInt(65_536) : protocol.equals("ICMP") ? 0 : peerPort;
      int to = esp ? random.nextInt(65_536) : protocol.equals("ICMP") ? 0 : localPort;
      long replied = (long) replyPackets * replySize + (replyPackets > 1 ? random.nextInt(900) : 0);
      long later = end + random.nextInt(2);
      add(later, duration, peer, host, from, to, protocol, flags, replyPackets, replied, label);
    }
  }

  private String rareLabel() {
    return switch (random.nextInt(1500)) {
      case 0 -> "dos";
      case 1 -> "nerisbotnet";
      default -> "background";
    };
  }

  private void add(
      long end,
      long duration,
      Address from,
      Address to,
      int fromPort,
      int toPort,
      String protocol,
      int flags,
      long packets,
      long bytes,
      String label) {
    var draft = new Flow.Draft(Schemas.UGR16);
    draft.number(0, end * 1_000_000).number(1, duration).address(2, from).address(3, to);
    draft.number(4, fromPort).number(5, toPort).word(6, protocol).number(7, flags);
    draft.number(8, packets).number(9, bytes).word(10, "0");
    flows.add(draft.word(11, random.nextInt(9) == 0 ? "72" : "0").word(12, label).flow());
  }

  /** One series for each host; a flow between two of them is the busier one's. */
  private List<Series> series() {
    Map<Address, Integer> load = new HashMap<>();
    for (Flow flow : flows) {
      load.merge(flow.sourceAddress(), 1, Integer::sum);
      load.merge(flow.destinationAddress(), 1, Integer::sum);
    }
    Map<Address, List<Flow>> byHost = new TreeMap<>();
    for (Flow flow : flows) {
      Address from = flow.sourceAddress();
      Address to = flow.destinationAddress();
      boolean both = hosts.contains(from) && hosts.contains(to);
      boolean source = both ? load.get(from) >= load.get(to) : hosts.contains(from);
      byHost.computeIfAbsent(source ? from : to, x -> new ArrayList<>()).add(flow);
    }
    List<Series> series = new ArrayList<>();
    byHost.forEach(
        (host, own) -> {
          own.sort(order(host));
          series.add(new Series(host, List.copyOf(own)));
        });
    return series;
  }

  /** The canonical order that {@link Series} states. */
  static Comparator<Flow> order(Address host) {
    Function<Flow, Boolean> outgoing = f -> f.sourceAddress().equals(host);
    return Comparator.comparingLong(Flow::timeMicros)
        .thenComparing(f -> outgoing.apply(f) ? f.destinationAddress() : f.sourceAddress())
        .thenComparing(f -> outgoing.apply(f) ? f.sourcePort() : f.destinationPort())
        .thenComparing(f -> outgoing.apply(f) ? f.destinationPort() : f.sourcePort())
        .thenComparing(Flow::protocol)
        .thenComparing(outgoing)
        .thenComparing(Flow::durationMicros)
        .thenComparing(Flow::packets)
        .thenComparing(Flow::bytes);
  }
}
