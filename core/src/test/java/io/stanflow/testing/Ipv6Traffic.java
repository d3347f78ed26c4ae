package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link SimulatedTraffic} with IPv6 addresses in place of the others: hosts with EUI-64
 * identifiers, servers with small ones in blocks that hosts share, strangers with random ones. Each
 * host also talks to its router's link-local address, to LLMNR's group and to a group of its own.
 */
public final class Ipv6Traffic {
  public static final Cidr INTERNAL = Cidr.parse("2001:db8:77:1::/64");
  public static final Address ROUTER = Address.parse("fe80::1");
  public static final Address LLMNR = Address.parse("ff02::1:3");
  private static final long GROUP = 0x1_ff00_0000L; // ff02::1:ff00:0/104

  private Ipv6Traffic() {}

  /**
   * A table.
   *
   * @param every host n is IPv6 where n % every == 0, the others IPv4
   */
  public static MemoryTable table(int hosts, int sessions, int every, long seed) {
    MemoryTable ipv4 = SimulatedTraffic.table(hosts, sessions, false, seed);
    List<Series> series = new ArrayList<>();
    for (Series one : ipv4.series()) {
      boolean ipv6 = series.size() % every == 0;
      series.add(ipv6 ? ipv6(one, series.size()) : external(one));
    }
    List<Cidr> internal =
        every == 1 ? List.of(INTERNAL) : List.of(SimulatedTraffic.INTERNAL, INTERNAL);
    return new MemoryTable(Schemas.UGR16, internal, series);
  }

  private static Series ipv6(Series one, int number) {
    List<Flow> flows = new ArrayList<>();
    for (Flow flow : one.flows()) {
      flows.add(with(flow, ipv6(flow.sourceAddress()), ipv6(flow.destinationAddress())));
    }
    Address host = ipv6(one.host());
    Flow last = flows.get(flows.size() - 1);
    flows.add(with(last, host, ROUTER));
    flows.add(with(last, host, LLMNR));
    flows.add(with(last, host, new Address(LLMNR.high(), GROUP + 4711L * (1 + number))));
    return new Series(host, flows);
  }

  /** Without what would be a flow to a host that now is IPv6. */
  private static Series external(Series one) {
    return new Series(
        one.host(),
        one.flows().stream()
            .filter(
                f ->
                    !SimulatedTraffic.INTERNAL.contains(f.sourceAddress())
                        || !SimulatedTraffic.INTERNAL.contains(f.destinationAddress()))
            .toList());
  }

  static Address ipv6(Address address) {
    long bits = Integer.toUnsignedLong(address.ipv4());
    if (SimulatedTraffic.INTERNAL.contains(address)) {
      return new Address(INTERNAL.network().high(), 0x0200_5eff_fe00_0000L + (bits & 0xffff));
    } else if (SimulatedTraffic.RESOLVERS.contains(address)) {
      return new Address(0x2001_4860_4860_0000L, 0x8800 + (bits & 0xff));
    } else if (bits >>> 24 == 0xb8) {
      return new Address(0x2a00_1450_4001_0800L + (bits & 3), 0x2000 + (bits & 0xff));
    }
    long mixed = bits * 0x9e37_79b9_7f4a_7c15L;
    return new Address(0x2a02_0000_0000_0000L | mixed >>> 16, (mixed ^ (mixed >>> 29)) | 1L << 60);
  }

  private static Flow with(Flow flow, Address from, Address to) {
    var draft = new Flow.Draft(flow.schema());
    for (int i = 0; i < flow.schema().size(); i++) {
      if (i == 2 || i == 3) {
        draft.address(i, i == 2 ? from : to);
      } else if (i == 6 || i > 9) {
        draft.word(i, flow.word(i));
      } else {
        draft.number(i, flow.number(i));
      }
    }
    return draft.flow();
  }
}
