package io.stanflow.codec;

import java.util.stream.IntStream;

/**
 * The shares that a profile states and sampling keeps to, block by block, one after the other: of
 * each field with a prior, its components; then the {@link OutcomeClasses}, each kind a block.
 */
public final class MarginalBlocks {
  /** Where each block starts; last: the number of classes. */
  private final int[] starts;

  /** Block of each field, -1 for one without a prior. */
  private final int[] fields;

  /** Likewise, and -1 for a field with free components. */
  private final int[] kept;

  private final int firstOutcomes;

  MarginalBlocks(Layout layout, OutcomeClasses outcomes) {
    this(layout, outcomes.sizes());
  }

  /**
   * @param outcomes number of classes of each kind of outcome
   */
  MarginalBlocks(Layout layout, int... outcomes) {
    fields = new int[layout.fields().size()];
    kept = new int[fields.length];
    var sizes = IntStream.builder();
    int blocks = 0;
    for (int f = 0; f < fields.length; f++) {
      Field field = layout.fields().get(f);
      fields[f] = field.prior() ? blocks++ : -1;
      kept[f] = field.free() == 0 ? fields[f] : -1;
      if (field.prior()) {
        sizes.add(field.components());
      }
    }
    firstOutcomes = blocks;
    int[] all = IntStream.concat(sizes.build(), IntStream.of(outcomes)).toArray();
    starts = new int[all.length + 1];
    for (int block = 0; block < all.length; block++) {
      starts[block + 1] = starts[block] + all[block];
    }
  }

  /** Number of blocks. */
  public int count() {
    return starts.length - 1;
  }

  /** Index of the first class of a block among all; of the block after the last: their number. */
  public int start(int block) {
    return starts[block];
  }

  /** Number of classes of all blocks. */
  public int size() {
    return starts[count()];
  }

  /** Number of classes of the fields with a prior, which stand first. */
  int priors() {
    return starts[firstOutcomes];
  }

  /** The block of a field's components; -1 for a field without a prior. */
  public int ofField(int f) {
    return fields[f];
  }

  /**
   * The block that sampling keeps a field's components to; -1 for none. A free component has no
   * marginal, so fields with free ones are left to the network.
   */
  int kept(int f) {
    return kept[f];
  }

  /** The block of the first kind of outcome classes; the others follow. */
  public int firstOutcomes() {
    return firstOutcomes;
  }
}
