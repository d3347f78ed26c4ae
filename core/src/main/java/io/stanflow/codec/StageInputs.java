package io.stanflow.codec;

/** Inputs that are known once so many fields are decided, from what the host remembers. */
interface StageInputs {
  /** Number of fields decided before. */
  int stage();

  /** Sets these inputs for the row at hand. */
  void write(Row row, Inputs inputs);
}
