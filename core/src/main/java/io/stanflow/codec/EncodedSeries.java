package io.stanflow.codec;

/**
 * One host's series as the network is trained on it: inputs and targets of each row, row after row
 * in flat arrays.
 */
public final class EncodedSeries {
  private final int rows;

  /** Shape (rows, groups). */
  public final short[] tokens;

  /** Shape (rows, numerics). */
  public final float[] numerics;

  /** Shape (rows, slots, 2). */
  public final short[] slots;

  /** Per field, shape (rows, covers): component that the value can have come from, or -1. */
  public final short[][] components;

  /** Per field, shape (rows, covers): log density inside it; null for a discrete field. */
  public final float[][] logDensities;

  /** Per field, shape (rows, 4): place of the value, see {@link Target}; null without free ones. */
  public final float[][] places;

  EncodedSeries(Layout layout, int rows) {
    this.rows = rows;
    tokens = new short[rows * layout.groups().size()];
    numerics = new float[rows * layout.numerics().size()];
    slots = new short[rows * 2 * layout.slots()];
    int fields = layout.fields().size();
    components = new short[fields][];
    logDensities = new float[fields][];
    places = new float[fields][];
    for (int f = 0; f < fields; f++) {
      Field field = layout.fields().get(f);
      components[f] = new short[rows * field.covers()];
      logDensities[f] = field.covers() > 1 ? new float[rows * field.covers()] : null;
      places[f] = field.free() > 0 ? new float[rows * 4] : null;
    }
  }

  public int rows() {
    return rows;
  }

  /** Whether a row has field {@code f} of the layout. */
  public boolean present(int f, Field field, int row) {
    return components[f][row * field.covers()] >= 0 || field.free() > 0;
  }

  void setInputs(int row, Inputs inputs) {
    for (int g = 0; g < inputs.tokens.length; g++) {
      tokens[row * inputs.tokens.length + g] = (short) inputs.tokens[g];
    }
    System.arraycopy(
        inputs.numerics, 0, numerics, row * inputs.numerics.length, inputs.numerics.length);
    System.arraycopy(inputs.slots, 0, slots, row * inputs.slots.length, inputs.slots.length);
  }

  void setTarget(int row, int field, int covers, Target target) {
    for (int i = 0; i < covers; i++) {
      boolean there = i < target.count();
      components[field][row * covers + i] = (short) (there ? target.component(i) : -1);
      if (logDensities[field] != null) {
        logDensities[field][row * covers + i] = there ? target.logDensity(i) : 0;
      }
    }
    if (places[field] != null) {
      System.arraycopy(target.place, 0, places[field], row * 4, 4);
    }
  }
}
