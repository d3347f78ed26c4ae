package io.stanflow.codec;

import java.util.random.RandomGenerator;

/**
 * A category that is decided before whom the flow is with and what for, so that all that depends on
 * it.
 */
final class ConditionStep extends CategoryStep {
  private final Conditions conditions;
  private final int number;

  /**
   * @param conditions those before it; it adds itself
   * @param index position among the codec's categories
   */
  ConditionStep(
      String name,
      Categories categories,
      Exclusions exclusions,
      Conditions conditions,
      int index,
      Layout.Builder layout) {
    super(name, categories, exclusions, index, layout);
    this.conditions = conditions;
    number = conditions.add(index, categories, token);
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int c = 0; c < field().components(); c++) {
      allowed[c] = mask(conditions.possible(row, number, c));
    }
    exclusions.keepTo(row, allowed, field().components());
  }

  /** Its protocol, which might leave one class alone, is not known yet. */
  @Override
  int only(Row row) {
    return -1;
  }

  /** Of a class that pools words some one, until the protocol {@linkplain Conditions says more}. */
  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.classes[index] = component;
    String[] words = categories.spec().values();
    row.flow.words[index] =
        component < words.length ? words[component] : categories.spec().rare()[0];
  }
}
