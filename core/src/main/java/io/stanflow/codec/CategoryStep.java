package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.SweepSpec;
import java.util.random.RandomGenerator;

/** Flags, or any categorical attribute with more than one value: one class. */
class CategoryStep extends Step {
  final Categories categories;
  final Exclusions exclusions;
  final int index;
  final int token;

  /**
   * @param index position among the codec's categories
   */
  CategoryStep(
      String name, Categories categories, Exclusions exclusions, int index, Layout.Builder layout) {
    super(Field.discrete(name, categories.size(), true), layout);
    this.categories = categories;
    this.exclusions = exclusions;
    this.index = index;
    token = layout.token(name, categories.size(), known(), true, true);
  }

  @Override
  final boolean present(Row row) {
    return true;
  }

  @Override
  final int token(SweepSpec.Template template) {
    return template.words()[index];
  }

  @Override
  final void encode(Row row, Observation truth, Target target) {
    target.add(categories.encode(truth.words[index]), 0);
  }

  @Override
  final void accept(Row row, Observation truth) {
    row.classes[index] = categories.encode(truth.words[index]);
    row.flow.words[index] = truth.words[index];
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int c = 0; c < field().components(); c++) {
      allowed[c] = mask(categories.allowed(row.flow.protocol, c));
    }
    exclusions.keepTo(row, allowed, field().components());
  }

  @Override
  int only(Row row) {
    return categories.only(row.flow.protocol);
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.classes[index] = component;
    row.flow.words[index] = categories.decode(component, row.flow.protocol, random);
  }

  @Override
  final void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.classes[index];
  }
}
