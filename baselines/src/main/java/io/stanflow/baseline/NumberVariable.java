package io.stanflow.baseline;

import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;

/** Counts, spans of time and real numbers in the states of {@link Numbers}. */
record NumberVariable(Quantity quantity, Numbers numbers) implements Variable {
  /**
   * A number of a flow.
   *
   * @param reader gives NaN where a flow has none
   */
  record Quantity(String name, ToDoubleFunction<Seen> reader, ObjDoubleConsumer<Making> writer) {}

  @Override
  public String name() {
    return quantity.name;
  }

  @Override
  public int states() {
    return numbers.states();
  }

  @Override
  public int state(Seen flow) {
    double number = quantity.reader.applyAsDouble(flow);
    return Double.isNaN(number) ? -1 : numbers.state(number);
  }

  @Override
  public void draw(int state, Making flow) {
    quantity.writer.accept(flow, numbers.draw(state, flow.random()));
  }
}
