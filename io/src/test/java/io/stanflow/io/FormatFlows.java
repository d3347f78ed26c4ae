package io.stanflow.io;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FormatNote;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Flows that a text format can hold, the edges of each range often. */
public final class FormatFlows {
  private static final long LAST_TIME = 4_102_444_800_000_000L; // 2100-01-01

  private final FormatNote note;
  private final String format;
  private final Schema schema;
  private final SplittableRandom random;

  private FormatFlows(String format, SplittableRandom random) {
    this.format = format;
    this.random = random;
    note = note(format);
    schema = new Schema(note.attributes());
  }

  private static FormatNote note(String format) {
    return FlowFiles.formats().stream()
        .filter(f -> f.name().equals(format))
        .findFirst()
        .orElseThrow()
        .note();
  }

  public static List<Flow> take(String format, SplittableRandom random, int count) {
    var source = new FormatFlows(format, random);
    var flows = new ArrayList<Flow>();
    for (int i = 0; i < count; i++) {
      flows.add(source.flow());
    }
    return flows;
  }

  private Flow flow() {
    var draft = new Flow.Draft(schema);
    String protocol = protocol();
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      if (attribute.kind().isTime()) {
        draft.number(i, edges(0, LAST_TIME / note.timeUnit()) * note.timeUnit());
      } else if (attribute.kind() == Kind.DURATION) {
        draft.number(i, edges(0, 999_999_000_000L / note.durationUnit()) * note.durationUnit());
      } else if (attribute.kind() == Kind.COUNT) {
        draft.number(i, edges(least(attribute), most(attribute, draft)));
      } else if (attribute.kind() == Kind.FLAGS) {
        draft.number(i, edges(0, format.equals("cidds") ? 63 : 255));
      } else if (attribute.kind() == Kind.CONTINUOUS) {
        draft.real(i, random.nextBoolean() ? edges(0, 9) : random.nextLong(10_000_000_000L) / 1e6);
      } else if (attribute.kind() == Kind.ADDRESS) {
        draft.address(i, attribute.name().equals(Schema.SOURCE_ADDRESS) ? internal() : address());
      } else if (attribute.kind() == Kind.CATEGORICAL) {
        draft.word(i, attribute.name().equals(Schema.PROTOCOL) ? protocol : word(attribute.name()));
      } else {
        draft.number(i, port(attribute.name(), protocol));
      }
    }
    return draft.flow();
  }

  private long least(Attribute attribute) {
    boolean one = format.matches("nfdump-.*|cidds|netshare");
    return one && attribute.name().equals(Schema.PACKETS) ? 1 : 0;
  }

  /** The source's share is no more than the total. */
  private long most(Attribute attribute, Flow.Draft draft) {
    return switch (attribute.name()) {
      case AttributeNames.SOURCE_PACKETS -> draft.flow().packets();
      case AttributeNames.SOURCE_BYTES -> draft.flow().bytes();
      default -> 1L << 60;
    };
  }

  private String protocol() {
    if (format.startsWith("zeek")) {
      return List.of("TCP", "UDP", "ICMP", "UNKNOWN_TRANSPORT").get(random.nextInt(4));
    }
    return List.of("TCP", "UDP", "ICMP", "ICMP6", "IGMP", "SCTP").get(random.nextInt(6));
  }

  /** ICMP has a message in the destination port; Argus an identifier in ICMPv4's source port. */
  private long port(String name, String protocol) {
    boolean source = name.equals(Schema.SOURCE_PORT);
    boolean argus = format.startsWith("argus") && protocol.equals("ICMP");
    return source && Protocol.isIcmp(protocol) && !argus ? 0 : edges(0, 65_535);
  }

  private String word(String attribute) {
    return switch (attribute) {
      case "localOriginator", "localResponder" -> List.of("T", "F", "-").get(random.nextInt(3));
      case "alerted" -> random.nextBoolean() ? "true" : "false";
      case "tos", "reverseTos", "l7Proto" -> Long.toString(edges(0, 255));
      case "dir" -> List.of("->", "<->", "?>", "<?>").get(random.nextInt(4));
      default -> List.of("dns", "näive", "S0", "b\"\\q", "-").get(random.nextInt(5));
    };
  }

  private long edges(long least, long most) {
    return switch (random.nextInt(6)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextLong(least, most + 1);
    };
  }

  private Address internal() {
    boolean six = !format.startsWith("netflow") && random.nextInt(4) == 0;
    return RandomFlows.INTERNAL.get(six ? 1 : 0).withHost(random.nextLong(), edges(0, 15));
  }

  private Address address() {
    return switch (random.nextInt(6)) {
      case 0 -> new Address(0x2001_0db8L << 32, edges(0, 2));
      case 1 -> Address.ofIpv4((int) edges(0, 6));
      case 2 -> Address.ofIpv4(0xf0000000 | (int) edges(0, 0xfffffff));
      case 3 -> new Address(-1, -1);
      default -> Address.ofIpv4(random.nextInt());
    };
  }
}
