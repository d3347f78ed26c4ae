package io.stanflow.codec.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of the chain that codes a flow: what is decided there. The order of steps is part of a
 * {@link CodecSpec}.
 *
 * @param attribute name of the attribute of a {@link Kind#CATEGORY} or {@link Kind#QUANTITY}; of
 *     the other kinds null
 */
public record StepSpec(Kind kind, String attribute) {
  /** What a step decides; those before {@link #CATEGORY} keep this order among themselves. */
  public enum Kind {
    /** The record time. */
    GAP,
    /** The other side's address. */
    PEER,
    /** Which of the peer's last connections goes on. */
    CONNECTION,
    DIRECTION,
    PROTOCOL,
    LOCAL_PORT,
    PEER_PORT,
    /** A flags or categorical attribute, masked by the protocol. */
    CATEGORY,
    /** A number, after those that it is bound to. */
    QUANTITY
  }

  /** The order that fitting chooses: by kind, attributes as the codec lists them. */
  static List<StepSpec> standard(CodecSpec codec) {
    List<StepSpec> order = new ArrayList<>();
    add(codec.gap() != null, Kind.GAP, order);
    add(codec.addresses() != null, Kind.PEER, order);
    add(codec.localPort() != null, Kind.CONNECTION, order);
    add(codec.addresses() != null, Kind.DIRECTION, order);
    add(codec.protocols().length > 1, Kind.PROTOCOL, order);
    add(codec.localPort() != null, Kind.LOCAL_PORT, order);
    add(codec.localPort() != null, Kind.PEER_PORT, order);
    for (CodecSpec.NamedCategories named : codec.categories()) {
      if (named.code().classes() > 1) {
        order.add(new StepSpec(Kind.CATEGORY, named.name()));
      }
    }
    codec.quantities().forEach(q -> order.add(new StepSpec(Kind.QUANTITY, q.name())));
    return order;
  }

  private static void add(boolean there, Kind kind, List<StepSpec> order) {
    if (there) {
      order.add(new StepSpec(kind, null));
    }
  }

  /**
   * Checks that an order has each step of the codec once, after all that it needs.
   *
   * @throws IllegalArgumentException naming the step that is missing, or stands too early
   */
  static void check(List<StepSpec> order, CodecSpec codec) {
    List<StepSpec> wanted = standard(codec);
    if (order.size() != wanted.size() || !order.containsAll(wanted)) {
      throw new IllegalArgumentException("the steps are " + order + ", not those of " + wanted);
    }
    for (StepSpec step : wanted) {
      for (StepSpec other : wanted) {
        if (step.needs(other, codec) && order.indexOf(other) > order.indexOf(step)) {
          throw new IllegalArgumentException(step + " stands before " + other);
        }
      }
    }
  }

  private boolean needs(StepSpec other, CodecSpec codec) {
    return switch (kind) {
      case GAP, PEER, CONNECTION, DIRECTION, PROTOCOL, LOCAL_PORT, PEER_PORT ->
          other.kind.compareTo(kind) < 0;
      case CATEGORY -> other.kind.compareTo(Kind.PROTOCOL) <= 0;
      case QUANTITY ->
          other.kind == Kind.QUANTITY
              ? codec.quantity(attribute).needs(codec.quantities(), other.attribute)
              : other.kind.compareTo(Kind.PROTOCOL) <= 0;
    };
  }
}
