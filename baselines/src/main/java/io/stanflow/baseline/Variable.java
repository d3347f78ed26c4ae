package io.stanflow.baseline;

import io.stanflow.flow.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * One variable of the network: something of a flow as its host sees it, cut into a few states.
 *
 * @param states their number, at least 1
 * @param state of a real flow, in [0, states), or -1 if it has none
 * @param drawing gives a flow a value of a state
 */
record Variable(String name, int states, ToIntFunction<FlowInSeries> state, Drawing drawing) {
  private static final int SAME_PEER = 0;

  /** The way from a state to a value. */
  @FunctionalInterface
  interface Drawing {
    /** Gives the flow a value of a state in [0, states). */
    void draw(int state, FlowDraft flow);
  }

  /**
   * Words, ports, flags, directions: the most frequent by themselves, all others as one state.
   *
   * @param most states, at least 2
   */
  static <T> Variable ofWords(
      String name,
      Vocabulary<T> words,
      int most,
      Function<FlowInSeries, T> reader,
      BiConsumer<FlowDraft, T> writer) {
    int states = Math.min(words.size(), most);
    int alone = states < words.size() ? states - 1 : states;
    Map<T, Integer> indices = indices(words, alone);
    return new Variable(
        name,
        states,
        flow -> indices.getOrDefault(reader.apply(flow), states - 1),
        (state, flow) ->
            writer.accept(
                flow, state < alone ? words.value(state) : words.draw(state, flow.random())));
  }

  /** The index of each of the first words. */
  private static <T> Map<T, Integer> indices(Vocabulary<T> words, int first) {
    var indices = new HashMap<T, Integer>();
    for (int i = 0; i < first; i++) {
      indices.put(words.value(i), i);
    }
    return indices;
  }

  /**
   * The peer: state 0 the same as that of the flow before, then the most frequent addresses by
   * themselves, then all others, of which one is drawn by frequency.
   *
   * @param most states, at least 3
   */
  static Variable ofPeers(Peers peers, int most) {
    Vocabulary<Address> addresses = peers.vocabulary();
    int states = Math.min(addresses.size() + 1, most);
    int alone = states < addresses.size() + 1 ? states - 2 : addresses.size();
    Map<Address, Integer> indices = indices(addresses, alone);
    return new Variable(
        "peer",
        states,
        flow ->
            flow.hasSamePeer()
                ? SAME_PEER
                : 1 + indices.getOrDefault(flow.peer(), states - 2), // the last
        (state, flow) -> {
          Address wanted = null;
          if (state == SAME_PEER) {
            wanted = flow.peer();
          } else if (state <= alone) {
            wanted = addresses.value(state - 1);
          }
          boolean taken = wanted != null && peers.take(flow.host(), wanted);
          int first = state > alone ? alone : 0;
          flow.peer(taken ? wanted : peers.draw(flow.host(), first, flow.random()));
        });
  }

  /**
   * A number in states.
   *
   * @param reader gives NaN where a flow has none
   */
  static Variable ofNumbers(
      String name,
      NumberStates numbers,
      ToDoubleFunction<FlowInSeries> reader,
      ObjDoubleConsumer<FlowDraft> writer) {
    return new Variable(
        name,
        numbers.states(),
        flow -> {
          double number = reader.applyAsDouble(flow);
          return Double.isNaN(number) ? -1 : numbers.state(number);
        },
        (state, flow) -> writer.accept(flow, numbers.draw(state, flow.random())));
  }
}
