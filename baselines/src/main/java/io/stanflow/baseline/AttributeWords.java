package io.stanflow.baseline;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Flow.Draft;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The values of an attribute whose values are drawn as they are: words, addresses, ports, flags.
 *
 * @param words the most frequent first
 */
record AttributeWords<T>(
    Vocabulary<T> words, Function<Flow, T> reader, BiConsumer<Draft, T> writer) {

  /** Whether an attribute's values are such, rather than numbers on a scale. */
  static boolean suit(Attribute attribute) {
    return switch (attribute.kind()) {
      case CATEGORICAL, ADDRESS, PORT, FLAGS -> true;
      case START, END, DURATION, COUNT, CONTINUOUS -> false;
    };
  }

  /**
   * The values that a table has.
   *
   * @param index of the attribute
   */
  static AttributeWords<?> of(TableQuery query, int index, Attribute attribute) throws IOException {
    String name = attribute.name();
    return switch (attribute.held()) {
      case WORD ->
          new AttributeWords<>(
              query.words(name), f -> f.word(index), (draft, word) -> draft.word(index, word));
      case ADDRESS ->
          new AttributeWords<>(
              query.addresses(name),
              f -> f.address(index),
              (draft, address) -> draft.address(index, address));
      case NUMBER ->
          new AttributeWords<>(
              query.numbers(name), f -> f.number(index), (draft, n) -> draft.number(index, n));
      case REAL -> throw new IllegalArgumentException(attribute + " is no word");
    };
  }

  void draw(Draft draft, SplittableRandom random) {
    writer.accept(draft, words.draw(random));
  }

  /** As a variable of at most {@code most} states. */
  Variable variable(String name, int most) {
    return Variable.ofWords(
        name,
        words,
        most,
        seen -> reader.apply(seen.flow()),
        (flow, word) -> writer.accept(flow.draft(), word));
  }
}
