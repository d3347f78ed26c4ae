package io.stanflow.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All that the network knows of a codec: the fields in order, and the inputs with the stage from
 * which on they are visible. Stage s means that the first s fields are decided, so head f sees
 * exactly the inputs of stage ≤ f.
 *
 * @param fields heads, in the order in which they are decided
 * @param groups one token each in every row
 * @param numerics one real number each in every row
 * @param pointerField index of the field whose first logits come from the slots, or -1
 * @param slots number of pointer slots; the recency slots first, then the heavy peers'
 * @param recencySlots number of recency slots among them
 * @param slotTokens size of the first token of a slot (age, count, direction)
 * @param serviceTokens size of the second token of a slot (port of its last service)
 * @param sketchTokens sizes of the tokens that describe one heavy peer
 */
public record Layout(
    List<Field> fields,
    List<TokenGroup> groups,
    List<NumericInput> numerics,
    int pointerField,
    int slots,
    int recencySlots,
    int slotTokens,
    int serviceTokens,
    int[] sketchTokens) {
  /**
   * A token of every row: a number in [0, size).
   *
   * @param stage number of fields decided before it is known
   * @param outcome whether the encoder of later rows reads it
   * @param referenced whether a reference row shows it again
   */
  public record TokenGroup(String name, int size, int stage, boolean outcome, boolean referenced) {}

  /** A real input of every row, roughly in [-3, 3]; {@link TokenGroup} says what the flags mean. */
  public record NumericInput(String name, int stage, boolean outcome) {}

  /** Index of the field of this name; there must be one. */
  public int field(String name) {
    int f = 0;
    while (!fields.get(f).name().equals(name)) {
      f++;
    }
    return f;
  }

  /** Index of the first token of each group when all tokens stand in one table; last: its size. */
  public int[] tokenOffsets() {
    return offsets(IntStream.range(0, groups.size()).toArray());
  }

  /** Likewise of these groups alone. */
  public int[] offsets(int[] which) {
    int[] offsets = new int[which.length + 1];
    for (int i = 0; i < which.length; i++) {
      offsets[i + 1] = offsets[i] + groups.get(which[i]).size();
    }
    return offsets;
  }

  /** Indexes of the token groups that the encoder of later rows reads. */
  public int[] outcomeGroups() {
    return select(groups, TokenGroup::outcome);
  }

  /** Indexes of the numeric inputs that the encoder of later rows reads. */
  public int[] outcomeNumerics() {
    return select(numerics, NumericInput::outcome);
  }

  /** Indexes of the token groups that become visible at each stage that a head reads. */
  public int[][] stageGroups() {
    return stages(stage -> select(groups, group -> group.stage() == stage));
  }

  /** Indexes of the numeric inputs that become visible at each stage that a head reads. */
  public int[][] stageNumerics() {
    return stages(stage -> select(numerics, numeric -> numeric.stage() == stage));
  }

  /** What is known after the last field serves no head. */
  private int[][] stages(IntFunction<int[]> inputs) {
    return IntStream.range(0, fields.size()).mapToObj(inputs).toArray(int[][]::new);
  }

  private static <T> int[] select(List<T> inputs, Predicate<T> wanted) {
    return IntStream.range(0, inputs.size()).filter(i -> wanted.test(inputs.get(i))).toArray();
  }

  /** Collects the inputs while the codec is put together. */
  static final class Builder {
    final List<Field> fields = new ArrayList<>();
    final List<TokenGroup> groups = new ArrayList<>();
    final List<NumericInput> numerics = new ArrayList<>();

    int field(Field field) {
      fields.add(field);
      return fields.size() - 1;
    }

    int token(String name, int size, int stage, boolean outcome, boolean referenced) {
      groups.add(new TokenGroup(name, size, stage, outcome, referenced));
      return groups.size() - 1;
    }

    int numeric(String name, int stage, boolean outcome) {
      numerics.add(new NumericInput(name, stage, outcome));
      return numerics.size() - 1;
    }

    /** Index of the field of this name. */
    int index(String field) {
      return fields.stream().map(Field::name).toList().indexOf(field);
    }

    /** Indexes of the groups that a reference row shows again. */
    int[] referenced() {
      return select(groups, TokenGroup::referenced);
    }
  }
}
