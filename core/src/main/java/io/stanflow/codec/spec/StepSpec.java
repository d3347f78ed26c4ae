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
  private static final StepSpec TIME = new StepSpec(Kind.GAP, null);

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
    /**
     * A flags or categorical attribute: after the protocol, which masks it, or a condition, which
     * stands before the peer and masks the protocol.
     */
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

  /**
   * The same order with some attributes decided before all but the time: what they are is then what
   * all else of a flow is conditioned on.
   *
   * @param conditions attributes of a {@link Kind#CATEGORY}, in the order that they are to have
   */
  public static List<StepSpec> conditioned(List<StepSpec> order, List<String> conditions) {
    List<StepSpec> first = new ArrayList<>();
    conditions.forEach(name -> first.add(new StepSpec(Kind.CATEGORY, name)));
    List<StepSpec> all = new ArrayList<>(order);
    all.removeAll(first);
    all.addAll(all.contains(TIME) ? 1 : 0, first);
    return all;
  }

  private static void add(boolean there, Kind kind, List<StepSpec> order) {
    if (there) {
      order.add(new StepSpec(kind, null));
    }
  }

  /**
   * Checks that an order has each step of the codec once, after all that it needs; a category that
   * stands before the protocol, before all but the time and other categories.
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
        boolean early = order.indexOf(other) > order.indexOf(step);
        if (early && step.needs(other, isCondition(step, order), codec)) {
          throw new IllegalArgumentException(step + " stands before " + other);
        }
      }
    }
  }

  /**
   * Whether a step is a condition: a category that is decided before all but the time and other
   * categories, of flows that have more.
   */
  public static boolean isCondition(StepSpec step, List<StepSpec> order) {
    if (step.kind != Kind.CATEGORY || order.stream().noneMatch(StepSpec::isOfService)) {
      return false;
    }
    return order.subList(0, order.indexOf(step)).stream().noneMatch(StepSpec::isOfService);
  }

  /** Whether it says with whom, or what for. */
  private boolean isOfService() {
    return kind != Kind.GAP && kind.compareTo(Kind.CATEGORY) < 0;
  }

  private boolean needs(StepSpec other, boolean condition, CodecSpec codec) {
    return switch (kind) {
      case GAP, PEER, CONNECTION, DIRECTION, PROTOCOL, LOCAL_PORT, PEER_PORT ->
          other.kind.compareTo(kind) < 0;
      case CATEGORY ->
          other.kind == Kind.GAP || (!condition && other.kind.compareTo(Kind.PROTOCOL) <= 0);
      case QUANTITY ->
          other.kind == Kind.QUANTITY
              ? codec.quantity(attribute).needs(codec.quantities(), other.attribute)
              : other.kind.compareTo(Kind.PROTOCOL) <= 0;
    };
  }
}
