package io.stanflow.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute that a codec can fill in where flows lack it: the protocol, a word or a number that
 * one of its steps decides.
 */
public final class Blank {
  /** Of {@link #index} for the protocol. */
  static final int PROTOCOL = -1;

  final Step step;

  /** Position among the words or numbers of an {@link Observation}. */
  final int index;

  private final int field;
  private final int first;

  private Blank(Step step, int index, int field, int first) {
    this.step = step;
    this.index = index;
    this.field = field;
    this.first = first;
  }

  /**
   * A value of a blank.
   *
   * @param word of a word, or the protocol's keyword; null for a number
   * @param number in the codec's units; 0 for a word
   */
  public record Value(String word, long number) {}

  /** All that a codec has, in the order in which it decides them. */
  public static List<Blank> of(FlowCodec codec) {
    List<Step> steps = codec.steps();
    List<String> words = codec.spec().categories().stream().map(each -> each.name()).toList();
    List<String> numbers = codec.spec().quantities().stream().map(each -> each.name()).toList();
    List<Blank> blanks = new ArrayList<>();
    int connection = -1;
    for (int f = 0; f < steps.size(); f++) {
      Step step = steps.get(f);
      String name = step.field().name();
      if (step instanceof ConnectionStep) {
        connection = f;
      } else if (step instanceof ProtocolStep) {
        blanks.add(new Blank(step, PROTOCOL, f, connection < 0 ? f : connection));
      } else if (step instanceof CategoryStep) {
        blanks.add(new Blank(step, words.indexOf(name), f, f));
      } else if (step instanceof QuantityStep) {
        blanks.add(new Blank(step, numbers.indexOf(name), f, f));
      }
    }
    return blanks;
  }

  /** Name of the attribute. */
  public String attribute() {
    return step.field().name();
  }

  /** Index of the field that decides it. */
  public int field() {
    return field;
  }

  /** The first field whose code depends on it: an old connection gives the protocol with it. */
  public int first() {
    return first;
  }

  /** Whether its own head, asked by itself, gives all of its values; else each is to be tried. */
  public boolean isAsked() {
    return index != PROTOCOL;
  }

  /** Whether it is a number, between whose values there is a middle. */
  public boolean isNumber() {
    return step instanceof QuantityStep;
  }

  /**
   * Where a number lies on the scale of its mixture: ln(1 + v) of counts and durations, v of real
   * attributes.
   */
  public double scale(long number) {
    return ((QuantityStep) step).standardised(number);
  }
}
