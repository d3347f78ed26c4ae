package io.stanflow.codec;

/**
 * Room for one row that is sampled: the row, its inputs, what a visit gives of it. Nothing of a row
 * is needed once it is finished, so hosts that are sampled in turn share one.
 */
public final class RowBuffer {
  final Row row;
  final Inputs inputs;
  final Observation given;

  public RowBuffer(FlowCodec codec) {
    row = codec.row();
    inputs = new Inputs(codec.layout());
    given = codec.observation();
  }

  /** The row's inputs, filled as far as its fields are decided. */
  public Inputs inputs() {
    return inputs;
  }
}
