package io.stanflow.codec;

import io.stanflow.codec.spec.CategorySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The words of a flow that are decided before its protocol, and what they leave of it: those
 * protocols that the data show with each of them. Steps add the conditions of a chain in their
 * order; one that asks about a row is told by those decided so far.
 */
final class Conditions {
  private final Protocols protocols;
  private final List<Condition> all = new ArrayList<>();

  /** Of each condition, where a finished flow's tokens have it. */
  private int[] places;

  /**
   * @param index among the codec's categories
   * @param token among the layout's token groups
   */
  private record Condition(int index, Categories categories, int token) {}

  Conditions(Protocols protocols) {
    this.protocols = protocols;
  }

  /** Adds the next condition, a category by its index; gives its number. */
  int add(int index, Categories categories, int token) {
    all.add(new Condition(index, categories, token));
    return all.size() - 1;
  }

  /**
   * Ends the chain.
   *
   * @param referenced token groups that are kept of a finished flow, in ascending order
   */
  void end(int[] referenced) {
    places = all.stream().mapToInt(each -> Arrays.binarySearch(referenced, each.token)).toArray();
  }

  /** Whether a flow has the words of a row, or of pooled ones one like them. */
  boolean met(Row row, Reference flow) {
    for (int i = 0; i < places.length; i++) {
      if (flow.tokens()[places[i]] != row.classes[all.get(i).index]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the data show a protocol with all conditions of a row. */
  boolean allow(Row row, int protocol) {
    return allow(row, protocol, all.size());
  }

  private boolean allow(Row row, int protocol, int decided) {
    for (int i = 0; i < decided; i++) {
      Condition condition = all.get(i);
      if (!condition.categories.allowed(protocol, row.classes[condition.index])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a flow of the row's conditions can have a direction. */
  boolean allow(Row row, boolean outgoing) {
    for (int p = 0; p < protocols.size(); p++) {
      if (protocols.seen(p, outgoing) && allow(row, p)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether condition {@code number} can be of class {@code c}: with a protocol that those before
   * it and what is given of the row leave.
   */
  boolean possible(Row row, int number, int c) {
    for (int p = 0; p < protocols.size(); p++) {
      if (all.get(number).categories.allowed(p, c) && fits(row, p) && allow(row, p, number)) {
        return true;
      }
    }
    return false;
  }

  /** Whether what is given of a row can be of a protocol. */
  private boolean fits(Row row, int protocol) {
    Tick.Service service = row.tick == null ? null : row.tick.service();
    if (service != null) {
      return service.protocol() == protocol;
    }
    return row.own()
        ? protocols.seen(protocol, true) || protocols.seen(protocol, false)
        : protocols.seen(protocol, row.tick != null && row.tick.outgoing());
  }

  /** Draws the words of classes that pool several, once the protocol is known. */
  void drawPooled(Row row, RandomGenerator random) {
    for (Condition condition : all) {
      CategorySpec spec = condition.categories.spec();
      int c = row.classes[condition.index];
      if (c >= spec.values().length) {
        row.flow.words[condition.index] = condition.categories.decode(c, row.flow.protocol, random);
      }
    }
  }
}
