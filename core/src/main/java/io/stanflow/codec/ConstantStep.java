package io.stanflow.codec;

import java.util.random.RandomGenerator;

/** A categorical attribute with one value in the data: no field, nothing to learn. */
final class ConstantStep extends Step {
  private final String word;
  private final int index;

  /**
   * @param index position among the codec's categories
   */
  ConstantStep(String word, int index) {
    this.word = word;
    this.index = index;
  }

  /** None: this step decides nothing. */
  @Override
  Field field() {
    return null;
  }

  @Override
  boolean present(Row row) {
    return false;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    throw new IllegalStateException("a constant has no field");
  }

  @Override
  void accept(Row row, Observation truth) {
    row.flow.words[index] = word;
  }

  @Override
  void possible(Row row, float[] allowed) {
    throw new IllegalStateException("a constant has no field");
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    throw new IllegalStateException("a constant has no field");
  }

  @Override
  void write(Row row, Inputs inputs) {
    row.flow.words[index] = word; // also when sampling, where accept is not called
  }
}
