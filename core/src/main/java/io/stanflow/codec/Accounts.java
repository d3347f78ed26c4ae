package io.stanflow.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * The shares that a profile states and sampling keeps to, block by block, one after the other: of
 * each field with a prior, its components; then the {@link OutcomeClasses}, each kind a block.
 */
final class Accounts {
  private final List<Integer> starts = new ArrayList<>(List.of(0));
  private final int priors;
  private final int[] fields;
  private final int firstOutcomes;

  Accounts(Layout layout, OutcomeClasses outcomes) {
    this(layout, outcomes.sizes());
  }

  /**
   * @param outcomes number of classes of each kind of outcome
   */
  Accounts(Layout layout, int... outcomes) {
    fields = new int[layout.fields().size()];
    for (int f = 0; f < fields.length; f++) {
      Field field = layout.fields().get(f);
      fields[f] = field.prior() ? add(field.components()) : -1;
    }
    priors = size();
    firstOutcomes = blocks();
    for (int classes : outcomes) {
      add(classes);
    }
  }

  private int add(int classes) {
    starts.add(size() + classes);
    return blocks() - 1;
  }

  int blocks() {
    return starts.size() - 1;
  }

  /** Index of the first class of a block among all; of the block after the last: their number. */
  int start(int block) {
    return starts.get(block);
  }

  int classes(int block) {
    return start(block + 1) - start(block);
  }

  /** Number of classes of all blocks. */
  int size() {
    return starts.get(blocks());
  }

  /** Number of classes of the fields with a prior, which stand first. */
  int priors() {
    return priors;
  }

  /** The block of a field's components; -1 for a field without a prior. */
  int ofField(int f) {
    return fields[f];
  }

  /** The block of the first kind of outcome classes; the others follow. */
  int firstOutcomes() {
    return firstOutcomes;
  }
}
