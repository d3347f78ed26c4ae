package io.stanflow.codec.spec;

import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Range;

/**
 * The fitted part of a categorical code.
 *
 * @param values the words with a class of their own, most frequent first
 * @param rare pooled words; empty if there are none
 * @param allowed per protocol class and class of this code (the last one RARE, if any), whether the
 *     data show the pair; one row where there is no protocol
 * @param rareCounts per protocol class, how often the data show each pooled word
 */
public record CategorySpec(
    String[] values,
    String[] rare,
    boolean[][] allowed,
    @Range(least = 0, most = Integer.MAX_VALUE) int[][] rareCounts) {
  /** Number of classes: the words and, if any are pooled, RARE. */
  public int classes() {
    return values.length + (rare.length > 0 ? 1 : 0);
  }

  /**
   * The class that a word has in flows of a protocol class: its own if the data show them together,
   * else that of rare words, or the first that they show; -1 if none.
   *
   * @param own its class, -1 if it is not known
   */
  public int shown(int own, int protocol) {
    boolean[] shown = allowed[Math.min(protocol, allowed.length - 1)];
    if (own >= 0 && shown[own]) {
      return own;
    }
    if (rare.length > 0 && shown[values.length]) {
      return values.length;
    }
    for (int c = 0; c < values.length; c++) {
      if (shown[c]) {
        return c;
      }
    }
    return -1;
  }

  /** The word of a flow: of flags the text of their bits. */
  public static String word(Flow flow, int attribute) {
    return flow.schema().kind(attribute).held() == Held.NUMBER
        ? Long.toString(flow.number(attribute))
        : flow.word(attribute);
  }

  /** Sets what {@link #word} gives. */
  public static void set(Flow.Draft flow, int attribute, Kind kind, String word) {
    if (kind.held() == Held.NUMBER) {
      flow.number(attribute, Long.parseLong(word));
    } else {
      flow.word(attribute, word);
    }
  }
}
