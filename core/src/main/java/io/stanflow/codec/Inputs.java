package io.stanflow.codec;

/** What the network reads of one row, filled stage by stage as the row is decided. */
public final class Inputs {
  /** One value for each token group of the layout. */
  public final int[] tokens;

  /** One value for each numeric input of the layout. */
  public final float[] numerics;

  /** Two tokens for each pointer slot. */
  public final short[] slots;

  public Inputs(Layout layout) {
    tokens = new int[layout.groups().size()];
    numerics = new float[layout.numerics().size()];
    slots = new short[2 * layout.slots()];
  }

  /** Makes these inputs the same as others of the layout. */
  void copy(Inputs other) {
    System.arraycopy(other.tokens, 0, tokens, 0, tokens.length);
    System.arraycopy(other.numerics, 0, numerics, 0, numerics.length);
    System.arraycopy(other.slots, 0, slots, 0, slots.length);
  }
}
