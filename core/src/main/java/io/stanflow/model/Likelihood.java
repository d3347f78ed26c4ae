package io.stanflow.model;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Sequence;
import java.util.List;

/**
 * What real flows cost under a model: −log₂ P of every present field of every flow, exact values,
 * each given the true flows before it. The same figures as training prints, in plain Java: one pass
 * over each series, {@value #LANES} series side by side. Not thread-safe; a {@link Network} may be
 * shared.
 */
public final class Likelihood {
  private static final int LANES = 64;
  private static final double BITS_PER_NAT = 1 / Math.log(2);
  private final Network network;
  private final Layout layout;
  private final int receptiveField;
  private final Network.Pass pass;
  private final Lane[] lanes = new Lane[LANES];
  private final Network.Memory[] memories = new Network.Memory[LANES];
  private final Inputs[] inputs = new Inputs[LANES];
  private final int[] present = new int[LANES];
  private final float[] outputs;
  private int count;

  /**
   * @param network of the model, which others may use at the same time
   */
  public Likelihood(Model model, Network network) {
    this.network = network;
    layout = network.layout();
    receptiveField = model.architecture().encoder().receptiveField();
    pass = network.new Pass(LANES);
    outputs = new float[LANES * network.longestStride()];
    for (int l = 0; l < LANES; l++) {
      lanes[l] = new Lane();
    }
  }

  /** Takes what one present field of one flow costs. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One field of one flow.
     *
     * @param sequence index of the flow's sequence
     * @param row of its series
     */
    void cost(int sequence, int row, int field, double bits);
  }

  /** One series under way. */
  private final class Lane {
    final Inputs inputs = new Inputs(layout);
    Network.Memory memory;
    int number;
    Sequence sequence;
    int row;

    /** Starts where a row can still change the context of the sequence's first. */
    void start(int number, Sequence sequence) {
      this.number = number;
      this.sequence = sequence;
      row = Math.max(0, sequence.from() - receptiveField);
      memory = network.memory(sequence.profile());
    }

    /** Whether the row is of the sequence, not its context. */
    boolean counts() {
      return row >= sequence.from();
    }

    void fill() {
      EncodedSeries series = sequence.series();
      int tokens = inputs.tokens.length;
      for (int g = 0; g < tokens; g++) {
        inputs.tokens[g] = series.tokens.get(row * tokens + g);
      }
      int numerics = inputs.numerics.length;
      series.numerics.get(row * numerics, inputs.numerics, 0, numerics);
      int slots = inputs.slots.length;
      series.slots.get(row * slots, inputs.slots, 0, slots);
    }
  }

  /**
   * Bits of each flow.
   *
   * @return one array for each sequence, one number for each of its rows
   */
  public double[][] bits(List<Sequence> sequences) {
    double[][] bits = new double[sequences.size()][];
    for (int s = 0; s < bits.length; s++) {
      bits[s] = new double[sequences.get(s).rows()];
    }
    forEach(sequences, (s, row, field, cost) -> bits[s][row - sequences.get(s).from()] += cost);
    return bits;
  }

  /**
   * Bits of each present field: of one sequence in the order of rows and fields, sequences mixed.
   *
   * @param sequences under profiles of the network's model
   */
  public void forEach(List<Sequence> sequences, Listener listener) {
    count = 0;
    int next = 0;
    while (true) {
      drop();
      while (count < LANES && next < sequences.size()) {
        if (sequences.get(next).rows() > 0) {
          lanes[count++].start(next, sequences.get(next));
        }
        next++;
      }
      if (count == 0) {
        return;
      }
      step(listener);
    }
  }

  /** Takes lanes out whose sequence is done, and keeps the rest in front. */
  private void drop() {
    for (int l = 0; l < count; ) {
      if (lanes[l].row < lanes[l].sequence.to()) {
        l++;
      } else {
        Lane done = lanes[l];
        lanes[l] = lanes[--count];
        lanes[count] = done;
      }
    }
  }

  /** One row of every lane. */
  private void step(Listener listener) {
    for (int l = 0; l < count; l++) {
      lanes[l].fill();
      memories[l] = lanes[l].memory;
      inputs[l] = lanes[l].inputs;
    }
    pass.start(memories, count);
    List<Field> fields = layout.fields();
    for (int f = 0; f < fields.size(); f++) {
      Field field = fields.get(f);
      pass.addStage(f, inputs, count);
      int rows = 0;
      for (int l = 0; l < count; l++) {
        if (lanes[l].counts() && lanes[l].sequence.series().present(f, field, lanes[l].row)) {
          present[rows++] = l;
        }
      }
      pass.head(f, memories, inputs, present, rows, outputs);
      for (int r = 0; r < rows; r++) {
        Lane lane = lanes[present[r]];
        EncodedSeries series = lane.sequence.series();
        int from = r * network.stride(f);
        double nats = MixtureLikelihood.log(f, field, series, lane.row, outputs, from);
        listener.cost(lane.number, lane.row, f, -nats * BITS_PER_NAT);
      }
    }
    pass.finish(memories, inputs, count);
    for (int l = 0; l < count; l++) {
      lanes[l].row++;
    }
  }
}
