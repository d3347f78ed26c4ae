package io.stanflow.io.series;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.List;
import java.util.StringJoiner;

/**
 * The blocks that hold the internal hosts.
 *
 * @param note one sentence for the user: which, and why
 */
public record InternalNetworks(List<Cidr> blocks, String note) {
  private static final long MAPPED = Address.ofIpv4(0).low();

  public InternalNetworks {
    blocks = List.copyOf(blocks);
  }

  static InternalNetworks given(List<Cidr> blocks) {
    return new InternalNetworks(blocks, "internal networks as given: " + join(blocks));
  }

  /** SQL that is true where the address in two columns lies in one of the blocks. */
  static String condition(List<Cidr> blocks, String high, String low) {
    var hosts = new StringJoiner(", ");
    var any = new StringJoiner(" OR ", "(", ")");
    any.setEmptyValue("false");
    for (Cidr block : blocks) {
      if (block.network().isIpv4() && block.prefixLength() == 32) {
        hosts.add(Long.toUnsignedString(block.network().low()));
      } else {
        any.add(inBlock(block, high, low));
      }
    }
    if (hosts.length() > 0) {
      any.add("(" + high + " = 0 AND " + low + " IN (" + hosts + "))");
    }
    return any.toString();
  }

  private static String inBlock(Cidr block, String high, String low) {
    Address first = block.network();
    Address last = block.withHost(-1, -1);
    String between =
        first.high() == last.high()
            ? high
                + " = "
                + Long.toUnsignedString(first.high())
                + " AND "
                + between(low, first.low(), last.low())
            : between(high, first.high(), last.high());
    // the mapped IPv4 addresses lie inside ::/8 but are another family
    return first.isIpv4()
        ? "(" + between + ")"
        : "("
            + between
            + " AND NOT ("
            + high
            + " = 0 AND "
            + between(low, MAPPED, MAPPED | 0xffff_ffffL)
            + "))";
  }

  private static String between(String column, long first, long last) {
    return column
        + " BETWEEN "
        + Long.toUnsignedString(first)
        + " AND "
        + Long.toUnsignedString(last);
  }

  static String join(List<Cidr> blocks) {
    var text = new StringJoiner(", ");
    blocks.forEach(block -> text.add(block.toString()));
    return text.toString();
  }
}
