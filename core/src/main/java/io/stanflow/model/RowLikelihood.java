package io.stanflow.model;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What rows cost that hosts could have next, side by side: several of one host, or of many. The
 * hosts are left as they are. Not thread-safe.
 */
public final class RowLikelihood {
  private final Network network;
  private final Network.Pass pass;
  private final Layout layout;
  private final Network.Memory[] hosts;
  private final Inputs[] inputs;
  private final EncodedSeries targets;
  private final int[] from;
  private final int[] to;
  private final int[] present;
  private final float[] outputs;
  private final double[] logs;

  /**
   * @param rows most at a time
   */
  public RowLikelihood(Network network, int rows) {
    this.network = network;
    layout = network.layout();
    pass = network.new Pass(rows);
    hosts = new Network.Memory[rows];
    inputs = new Inputs[rows];
    for (int r = 0; r < rows; r++) {
      inputs[r] = new Inputs(layout);
    }
    try {
      targets = new EncodedSeries(layout, rows, EncodedSeries.Room.HEAP);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the heap never says so
    }
    from = new int[rows];
    to = new int[rows];
    present = new int[rows];
    outputs = new float[rows * network.longestStride()];
    logs = new double[rows];
  }

  /** Most rows at a time. */
  public int rows() {
    return inputs.length;
  }

  /** Where the inputs of a row are to be written. */
  public Inputs inputs(int row) {
    return inputs[row];
  }

  /** Where the targets of the rows are to be written. */
  public EncodedSeries targets() {
    return targets;
  }

  /** Says whose a row is, and which of its fields count: [from, to). */
  public void row(int row, Network.Memory host, int from, int to) {
    hosts[row] = host;
    this.from[row] = from;
    this.to[row] = to;
  }

  /** ln P of the fields that count of each of the first {@code rows}; overwritten by the next. */
  public double[] logs(int rows) {
    int end = 0;
    for (int r = 0; r < rows; r++) {
      logs[r] = 0;
      end = Math.max(end, to[r]);
    }
    pass.start(hosts, rows);
    List<Field> fields = layout.fields();
    for (int f = 0; f < end; f++) {
      pass.addStage(f, inputs, rows);
      Field field = fields.get(f);
      int count = 0;
      for (int r = 0; r < rows; r++) {
        if (from[r] <= f && f < to[r] && targets.present(f, field, r)) {
          present[count++] = r;
        }
      }
      pass.head(f, hosts, inputs, present, count, outputs);
      for (int i = 0; i < count; i++) {
        int start = i * network.stride(f);
        logs[present[i]] += MixtureLikelihood.log(f, field, targets, present[i], outputs, start);
      }
    }
    return logs;
  }
}
