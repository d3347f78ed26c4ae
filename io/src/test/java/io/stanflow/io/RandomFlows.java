package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.testing.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Flows with every value that a format can hold, the edges of each range often. */
public final class RandomFlows {
  public static final Schema UGR16 = Schemas.UGR16;
  static final Schema NFDUMP48 = Schema.netflow(Kind.START, Attribute.categorical("tos"));
  static final Schema NFDUMP = without(NFDUMP48, "tcpFlags", "tos");
  public static final List<Cidr> INTERNAL =
      List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));
  private static final long LAST_TIME = 253_402_300_799_000_000L; // 9999-12-31 23:59:59

  private final RandomGenerator random;
  private final Schema schema;
  private final long timeUnit;
  private final long durationUnit;
  private final int flagBits;

  /**
   * @param timeUnit µs that the format's times are multiples of
   * @param durationUnit µs that its durations are multiples of
   */
  public RandomFlows(
      RandomGenerator random, Schema schema, long timeUnit, long durationUnit, int flagBits) {
    this.random = random;
    this.schema = schema;
    this.timeUnit = timeUnit;
    this.durationUnit = durationUnit;
    this.flagBits = flagBits;
  }

  private static Schema without(Schema schema, String... names) {
    var kept = new ArrayList<>(schema.attributes());
    kept.removeIf(attribute -> List.of(names).contains(attribute.name()));
    return new Schema(kept);
  }

  public List<Flow> take(int count) {
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < count; i++) {
      flows.add(flow());
    }
    return flows;
  }

  private Flow flow() {
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (attribute.kind().isTime()) {
        draft.number(i, edges(0, LAST_TIME / timeUnit) * timeUnit);
      } else if (attribute.kind() == Kind.DURATION) {
        draft.number(i, edges(0, 999_999_999_999_000_000L / durationUnit) * durationUnit);
      } else if (attribute.kind() == Kind.COUNT) {
        draft.number(i, edges(attribute.name().equals("packets") ? 1 : 0, Long.MAX_VALUE));
      } else if (attribute.kind() == Kind.PORT) {
        draft.number(i, edges(0, 65_535));
      } else if (attribute.kind() == Kind.FLAGS) {
        draft.number(i, edges(0, (1 << flagBits) - 1));
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, attribute.name().equals("sourceAddress") ? internal() : address());
      } else {
        draft.word(i, word(attribute.name()));
      }
    }
    return draft.flow();
  }

  private String word(String attribute) {
    return switch (attribute) {
      case "protocol" -> Protocol.ofNumber((int) edges(0, 255));
      case "note" -> List.of("", "a,b", "c;d|e", "tab\there", "\"q\"").get(random.nextInt(5));
      case "label" -> List.of("background", "dos", "näive label").get(random.nextInt(3));
      default -> Long.toString(edges(0, 255));
    };
  }

  private long edges(long least, long most) {
    return switch (random.nextInt(8)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> Math.min(most, least + 1);
      default ->
          most == Long.MAX_VALUE
              ? random.nextLong() >>> (1 + random.nextInt(40)) | 1
              : random.nextLong(least, most + 1);
    };
  }

  private Address internal() {
    return INTERNAL.get(random.nextInt(2)).withHost(random.nextLong(), edges(0, 15));
  }

  private Address address() {
    return switch (random.nextInt(6)) {
      case 0 -> new Address(0, edges(0, 2));
      case 1 -> new Address(-1, -1);
      case 2 -> new Address(random.nextLong(), random.nextLong());
      case 3 -> new Address(random.nextLong() & 0xffff_0000_0000_ffffL, random.nextLong() & 0xffff);
      default -> Address.ofIpv4(random.nextInt(4) == 0 ? -1 : random.nextInt());
    };
  }
}
