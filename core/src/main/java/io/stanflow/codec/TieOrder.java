package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order of a host's flows of one record time. Series have them in a canonical order, which the
 * network learns and generates; this brings them into that of the training file.
 */
public final class TieOrder {
  private final TieSpec spec;
  private final List<Comparator<Flow>> keys = new ArrayList<>();
  private final boolean connections;

  /**
   * @throws IllegalArgumentException if the schema lacks an attribute
   */
  public TieOrder(Schema schema, TieSpec spec) {
    this.spec = spec;
    for (TieSpec.Key key : spec.keys()) {
      Comparator<Flow> by = by(schema, schema.index(key.attribute()));
      keys.add(key.ascending() ? by : by.reversed());
    }
    connections = hasConnections(schema);
  }

  /** The order that a codec knows; null if it knows none. */
  public static TieOrder of(CodecSpec codec) {
    return codec.ties() == null ? null : new TieOrder(codec.schema(), codec.ties());
  }

  /** Orders flows by an attribute: numbers and addresses by size, words by their letters. */
  public static Comparator<Flow> by(Schema schema, int attribute) {
    if (attribute < 0) {
      throw new IllegalArgumentException("an order by an attribute that is not there");
    }
    return switch (schema.attributes().get(attribute).held()) {
      case NUMBER -> Comparator.comparingLong(flow -> flow.number(attribute));
      case REAL -> Comparator.comparingDouble(flow -> flow.real(attribute));
      case WORD -> Comparator.comparing(flow -> flow.word(attribute));
      case ADDRESS -> Comparator.comparing(flow -> flow.address(attribute));
    };
  }

  /** Whether a schema tells which flow replies to which. */
  public static boolean hasConnections(Schema schema) {
    return schema.has(Schema.SOURCE_ADDRESS)
        && schema.has(Schema.DESTINATION_ADDRESS)
        && schema.has(Schema.SOURCE_PORT)
        && schema.has(Schema.DESTINATION_PORT);
  }

  /** Whether two flows are of one connection, in different directions. */
  public static boolean isReply(Flow a, Flow b) {
    return a.sourcePort() == b.destinationPort()
        && a.destinationPort() == b.sourcePort()
        && a.sourceAddress().equals(b.destinationAddress())
        && a.destinationAddress().equals(b.sourceAddress());
  }

  /** Whether a host sends the flow. */
  public static boolean isOutgoing(Flow flow, Address host) {
    return flow.sourceAddress().equals(host);
  }

  /** What the host is in the flow's connection: 0 the client, 1 the server, 2 neither. */
  public static int role(Flow flow, Address host) {
    int difference = flow.sourcePort() - flow.destinationPort();
    if (difference == 0) {
      return 2;
    }
    return difference > 0 == isOutgoing(flow, host) ? 0 : 1;
  }

  /**
   * Brings flows into the training file's order.
   *
   * @param flows of one host in the order of their times
   * @param host null for a table without addresses
   */
  public void sort(List<Flow> flows, Address host, RandomGenerator random) {
    int from = 0;
    for (int to = 1; to <= flows.size(); to++) {
      if (to == flows.size() || flows.get(to).timeMicros() != flows.get(from).timeMicros()) {
        if (to - from > 1) {
          sortTies(flows.subList(from, to), host, random);
        }
        from = to;
      }
    }
  }

  /** By the keys alone. */
  private int compare(Flow a, Flow b) {
    int sign = 0;
    for (int k = 0; sign == 0 && k < keys.size(); k++) {
      sign = keys.get(k).compare(a, b);
    }
    return sign;
  }

  private void sortTies(List<Flow> ties, Address host, RandomGenerator random) {
    ties.sort(this::compare); // stable: what no key tells apart stays as it is
    for (int i = 0; connections && i + 1 < ties.size(); i++) {
      Flow first = ties.get(i);
      if (isReply(first, ties.get(i + 1)) && compare(first, ties.get(i + 1)) == 0) {
        boolean outgoing = random.nextDouble() < spec.outgoingFirst()[role(first, host)];
        if (outgoing != isOutgoing(first, host)) {
          Collections.swap(ties, i, i + 1);
        }
        i++;
      }
    }
  }
}
