package io.stanflow.baseline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Words, ports, flags, directions: the most frequent by themselves, all others as one state. */
final class WordVariable<T> implements Variable {
  private final String name;
  private final Vocabulary<T> words;
  private final int states;
  private final Map<T, Integer> places = new HashMap<>();
  private final Function<Seen, T> reader;
  private final BiConsumer<Making, T> writer;

  /**
   * @param words the most frequent first
   * @param most states, at least 2
   */
  WordVariable(
      String name,
      Vocabulary<T> words,
      int most,
      Function<Seen, T> reader,
      BiConsumer<Making, T> writer) {
    this.name = name;
    this.words = words;
    this.reader = reader;
    this.writer = writer;
    states = Math.min(words.size(), most);
    int alone = states < words.size() ? states - 1 : states;
    for (int i = 0; i < alone; i++) {
      places.put(words.value(i), i);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int states() {
    return states;
  }

  @Override
  public int state(Seen flow) {
    return places.getOrDefault(reader.apply(flow), states - 1);
  }

  @Override
  public void draw(int state, Making flow) {
    boolean alone = state < places.size();
    writer.accept(flow, alone ? words.value(state) : words.draw(state, flow.random()));
  }
}
