package io.stanflow.model;

import java.util.Arrays;
import java.util.List;

/**
 * The encoder's gated causal convolutions, each over the row at hand and one dilation earlier, and
 * the layer norm after them (docs/model.md). Keeps nothing itself: the rows that they will need lie
 * in each host's {@link Network.Memory}.
 */
final class Convolutions {
  private static final float NORM_EPSILON = 1e-5f;
  private final Kernel kernel;
  private final int width;
  private final List<Integer> dilations;
  private final Block[] blocks;
  private final float[] normGain;
  private final float[] normBias;

  /** Tensors of one convolution. */
  private record Block(float[] gateWeight, float[] gateBias, float[] outWeight, float[] outBias) {}

  Convolutions(Architecture architecture, Weights weights, Kernel kernel) {
    this.kernel = kernel;
    width = architecture.width();
    dilations = architecture.dilations();
    blocks = new Block[dilations.size()];
    Arrays.setAll(blocks, i -> block("block" + i, weights));
    normGain = weights.get("norm.gain");
    normBias = weights.get("norm.bias");
  }

  private Block block(String name, Weights weights) {
    int both = 2 * width;
    return new Block(
        kernel.arrange(weights.get(name + ".gate.weight"), both, both),
        weights.get(name + ".gate.bias"),
        kernel.arrange(weights.get(name + ".out.weight"), width, width),
        weights.get(name + ".out.bias"));
  }

  /** What one thread needs. */
  final class Scratch {
    private final float[] both;
    private final float[] gates;
    private final float[] gated;
    private final float[] change;

    Scratch(int lanes) {
      both = new float[lanes * 2 * width];
      gates = new float[lanes * 2 * width];
      gated = new float[lanes * width];
      change = new float[lanes * width];
    }
  }

  /**
   * Takes one row of each host, notes it in their memories and leaves their next contexts there.
   *
   * @param x shape (lanes, width); lost
   */
  void run(float[] x, Network.Memory[] hosts, int lanes, Scratch scratch) {
    for (int i = 0; i < blocks.length; i++) {
      Block block = blocks[i];
      for (int l = 0; l < lanes; l++) {
        float[] past = hosts[l].past[i];
        int slot = hosts[l].next[i] * width;
        System.arraycopy(x, l * width, scratch.both, 2 * l * width, width);
        System.arraycopy(past, slot, scratch.both, (2 * l + 1) * width, width);
        System.arraycopy(x, l * width, past, slot, width);
        hosts[l].next[i] = (hosts[l].next[i] + 1) % dilations.get(i);
      }
      int both = 2 * width;
      kernel.affine(
          scratch.both, lanes, both, block.gateWeight, block.gateBias, both, scratch.gates);
      kernel.gate(scratch.gates, lanes, width, scratch.gated);
      kernel.affine(
          scratch.gated, lanes, width, block.outWeight, block.outBias, width, scratch.change);
      kernel.add(scratch.change, 0, lanes * width, x, 0);
    }
    for (int l = 0; l < lanes; l++) {
      normalise(x, l * width, hosts[l].context);
    }
  }

  private void normalise(float[] x, int from, float[] into) {
    double mean = 0;
    double squares = 0;
    for (int j = 0; j < width; j++) {
      mean += x[from + j];
      squares += (double) x[from + j] * x[from + j];
    }
    mean /= width;
    double scale = 1 / Math.sqrt(squares / width - mean * mean + NORM_EPSILON);
    for (int j = 0; j < width; j++) {
      into[j] = (float) ((x[from + j] - mean) * scale) * normGain[j] + normBias[j];
    }
  }
}
