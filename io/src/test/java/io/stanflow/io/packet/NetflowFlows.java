package io.stanflow.io.packet;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.netflow.NetflowVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Flows with every value that a NetFlow version holds, at ms, the edges of each range often. */
final class NetflowFlows {
  private static final Schema SCHEMA = DecodedFormat.SCHEMA;
  private static final long FIRST = 1_451_606_400_000L; // 2016-01-01, ms
  private static final long DAYS_100 = 100L * 86_400_000; // beyond an uptime of 32 bits
  private static final long LONGEST = 40L * 86_400_000;

  private final RandomGenerator random;
  private final boolean v5;
  private final long span;

  /** Flows that begin within 100 days. */
  NetflowFlows(RandomGenerator random, NetflowVersion version) {
    this(random, version, DAYS_100);
  }

  /**
   * @param span ms within which flows begin
   */
  NetflowFlows(RandomGenerator random, NetflowVersion version, long span) {
    this.random = random;
    this.span = span;
    v5 = version == NetflowVersion.V5;
  }

  List<Flow> take(int count) {
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < count; i++) {
      flows.add(flow());
    }
    return flows;
  }

  private Flow flow() {
    int protocol = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextBoolean() ? 6 : 17;
    boolean ports = protocol == 6 || protocol == 17;
    boolean ipv6 = !v5 && random.nextInt(3) == 0;
    long most = v5 ? (1L << 32) - 1 : Long.MAX_VALUE;
    return new Flow.Draft(SCHEMA)
        .number(SCHEMA.index(Schema.TIME), (FIRST + random.nextLong(span)) * 1000)
        .number(SCHEMA.index(Schema.DURATION), random.nextInt(4) == 0 ? 0 : duration())
        .address(SCHEMA.index(Schema.SOURCE_ADDRESS), address(ipv6))
        .address(SCHEMA.index(Schema.DESTINATION_ADDRESS), address(ipv6))
        .number(SCHEMA.index(Schema.SOURCE_PORT), ports ? edges(0, 65_535) : 0)
        .number(SCHEMA.index(Schema.DESTINATION_PORT), ports ? edges(0, 65_535) : 0)
        .word(SCHEMA.index(Schema.PROTOCOL), Protocol.ofNumber(protocol))
        .number(SCHEMA.index(Schema.TCP_FLAGS), protocol == 6 ? edges(0, 255) : 0)
        .number(SCHEMA.index(Schema.PACKETS), edges(1, most))
        .number(SCHEMA.index(Schema.BYTES), edges(0, most))
        .word(SCHEMA.index(AttributeNames.TOS), Long.toString(edges(0, 255)))
        .flow();
  }

  private long duration() {
    return (random.nextInt(4) == 0 ? edges(0, LONGEST) : random.nextLong(300_000)) * 1000;
  }

  private Address address(boolean ipv6) {
    return ipv6
        ? new Address(random.nextLong() | 1L << 61, edges(0, Long.MAX_VALUE))
        : Address.ofIpv4((int) edges(1, (1L << 32) - 1));
  }

  private long edges(long least, long most) {
    return switch (random.nextInt(8)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> least + 1;
      case 3 -> most == Long.MAX_VALUE ? random.nextLong() >>> 1 | 1 : random.nextLong(least, most);
      default -> random.nextLong(least, Math.min(most, 1_000_000) + 1);
    };
  }
}
