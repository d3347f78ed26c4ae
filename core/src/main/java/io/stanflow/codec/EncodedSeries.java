package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/**
 * One host's series as the network is trained on it: inputs and targets of each row, row after row
 * in flat columns.
 */
public final class EncodedSeries implements SeriesEncoder.Listener {
  /** Gives the columns their room. */
  @FunctionalInterface
  public interface Room {
    /** On the heap, for series that are read once and dropped. */
    Room HEAP = bytes -> ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());

    /**
     * So many zeros, in native order.
     *
     * @throws IOException if there is no room
     */
    ByteBuffer allocate(int bytes) throws IOException;
  }

  private final int rows;
  private final List<Field> fields;

  /** Shape (rows, groups). */
  public final ShortBuffer tokens;

  /** Shape (rows, numerics). */
  public final FloatBuffer numerics;

  /** Shape (rows, slots, 2). */
  public final ShortBuffer slots;

  /** Per field, shape (rows, covers): component that the value can have come from, or -1. */
  public final ShortBuffer[] components;

  /** Per field, shape (rows, covers): log density inside it; null for a discrete field. */
  public final FloatBuffer[] logDensities;

  /**
   * Per field, shape (rows, 4): rounding interval of the value, see {@link Target}; null without
   * free ones.
   */
  public final FloatBuffer[] roundings;

  /**
   * @throws IOException if the columns have no room
   * @throws ArithmeticException if a column of so many rows is beyond 2 GB
   */
  public EncodedSeries(Layout layout, int rows, Room room) throws IOException {
    this.rows = rows;
    fields = layout.fields();
    tokens = shorts(rows, layout.groups().size(), room);
    numerics = floats(rows, layout.numerics().size(), room);
    slots = shorts(rows, 2 * layout.slots(), room);
    components = new ShortBuffer[fields.size()];
    logDensities = new FloatBuffer[fields.size()];
    roundings = new FloatBuffer[fields.size()];
    for (int f = 0; f < fields.size(); f++) {
      Field field = fields.get(f);
      components[f] = shorts(rows, field.covers(), room);
      logDensities[f] = field.covers() > 1 ? floats(rows, field.covers(), room) : null;
      roundings[f] = field.free() > 0 ? floats(rows, 4, room) : null;
    }
  }

  private static ShortBuffer shorts(int rows, int each, Room room) throws IOException {
    return room.allocate(Math.multiplyExact(rows, 2 * each)).asShortBuffer();
  }

  private static FloatBuffer floats(int rows, int each, Room room) throws IOException {
    return room.allocate(Math.multiplyExact(rows, 4 * each)).asFloatBuffer();
  }

  public int rows() {
    return rows;
  }

  /** Whether a row has field {@code f} of the layout. */
  public boolean present(int f, Field field, int row) {
    return components[f].get(row * field.covers()) >= 0 || field.free() > 0;
  }

  @Override
  public void field(int row, int field, Target target) {
    setTarget(row, field, target);
  }

  @Override
  public void row(int row, Observation decided, Inputs inputs) {
    setInputs(row, inputs);
  }

  void setInputs(int row, Inputs inputs) {
    for (int g = 0; g < inputs.tokens.length; g++) {
      tokens.put(row * inputs.tokens.length + g, (short) inputs.tokens[g]);
    }
    numerics.put(row * inputs.numerics.length, inputs.numerics, 0, inputs.numerics.length);
    slots.put(row * inputs.slots.length, inputs.slots, 0, inputs.slots.length);
  }

  void setTarget(int row, int field, Target target) {
    int covers = fields.get(field).covers();
    for (int i = 0; i < covers; i++) {
      boolean there = i < target.count();
      components[field].put(row * covers + i, (short) (there ? target.component(i) : -1));
      if (logDensities[field] != null) {
        logDensities[field].put(row * covers + i, there ? target.logDensity(i) : 0);
      }
    }
    if (roundings[field] != null) {
      for (int i = 0; i < 4; i++) {
        roundings[field].put(4 * row + i, target.rounding[i]);
      }
    }
  }
}
