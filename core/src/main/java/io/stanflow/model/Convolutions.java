package io.stanflow.model;

import io.stanflow.model.Architecture.Start;
import io.stanflow.model.Architecture.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gated causal convolutions of kernel 2 (van den Oord et al. 2016, equation 2), each over the row
 * at hand and one dilation earlier, residual, and a layer norm after them; docs/model.md has the
 * formulas.
 *
 * @param width of rows and contexts
 * @param dilations of the convolutions, first layer first
 */
public record Convolutions(int width, List<Integer> dilations) implements Encoder {
  /** Added to the variance in the layer norm. */
  public static final float NORM_EPSILON = 1e-5f;

  public Convolutions {
    dilations = List.copyOf(dilations);
  }

  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> all = new ArrayList<>();
    for (int i = 0; i < dilations.size(); i++) {
      all.add(TensorSpec.of("block" + i + ".gate.weight", Start.LINEAR, 2 * width, 2 * width));
      all.add(TensorSpec.of("block" + i + ".gate.bias", Start.ZERO, 2 * width));
      all.add(TensorSpec.of("block" + i + ".out.weight", Start.LINEAR, width, width));
      all.add(TensorSpec.of("block" + i + ".out.bias", Start.ZERO, width));
    }
    all.add(TensorSpec.of("norm.gain", Start.ONE, width));
    all.add(TensorSpec.of("norm.bias", Start.ZERO, width));
    return all;
  }

  @Override
  public int receptiveField() {
    return 1 + dilations.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public Forward forward(Weights weights, Kernel kernel) {
    return new WithWeights(weights, kernel, rest(weights));
  }

  /** Computed once, on the plain kernel: all give the same bits, and it starts fast. */
  private Rows rest(Weights weights) {
    var rest = new Rows(width, dilations);
    Step step = new WithWeights(weights, Kernel.plain(), rest).step(1);
    for (int i = 0; i < receptiveField(); i++) {
      step.run(new float[width], new Memory[] {rest}, 1);
    }
    return rest;
  }

  /** For each convolution the inputs of its last rows, as many as its dilation. */
  private static final class Rows implements Memory {
    private final float[] context;
    private final float[][] past;

    /** Which row of each the next one replaces: the oldest. */
    private final int[] next;

    Rows(int width, List<Integer> dilations) {
      this(
          new float[width],
          dilations.stream().map(d -> new float[d * width]).toArray(float[][]::new),
          new int[dilations.size()]);
    }

    private Rows(float[] context, float[][] past, int[] next) {
      this.context = context;
      this.past = past;
      this.next = next;
    }

    @Override
    public float[] context() {
      return context;
    }

    @Override
    public Memory copy() {
      float[][] rows = Arrays.stream(past).map(float[]::clone).toArray(float[][]::new);
      return new Rows(context.clone(), rows, next.clone());
    }
  }

  /** Tensors of one convolution. */
  private record Block(float[] gateWeight, float[] gateBias, float[] outWeight, float[] outBias) {}

  private final class WithWeights implements Forward {
    private final Kernel kernel;
    private final Block[] blocks;
    private final float[] normGain;
    private final float[] normBias;
    private final Rows rest;

    WithWeights(Weights weights, Kernel kernel, Rows rest) {
      this.kernel = kernel;
      this.rest = rest;
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

    @Override
    public Memory memory() {
      return rest.copy();
    }

    @Override
    public Step step(int lanes) {
      int size = lanes * width;
      float[] both = new float[2 * size];
      float[] gates = new float[2 * size];
      float[] gated = new float[size];
      float[] change = new float[size];
      return (x, hosts, n) -> {
        for (int i = 0; i < blocks.length; i++) {
          shift(i, x, hosts, n, both);
          Block block = blocks[i];
          int wide = 2 * width;
          kernel.affine(both, n, wide, block.gateWeight, block.gateBias, wide, gates);
          kernel.gate(gates, n, width, gated);
          kernel.affine(gated, n, width, block.outWeight, block.outBias, width, change);
          kernel.add(change, 0, n * width, x, 0);
        }
        for (int l = 0; l < n; l++) {
          normalise(x, l * width, hosts[l].context());
        }
      };
    }

    /** Puts the row of one dilation ago beside each host's new one, which takes its place. */
    private void shift(int layer, float[] x, Memory[] hosts, int lanes, float[] both) {
      for (int l = 0; l < lanes; l++) {
        Rows host = (Rows) hosts[l];
        float[] past = host.past[layer];
        int slot = host.next[layer] * width;
        System.arraycopy(x, l * width, both, 2 * l * width, width);
        System.arraycopy(past, slot, both, (2 * l + 1) * width, width);
        System.arraycopy(x, l * width, past, slot, width);
        host.next[layer] = (host.next[layer] + 1) % dilations.get(layer);
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
      double variance = Math.max(0, squares / width - mean * mean); // but for rounding it is
      double scale = 1 / Math.sqrt(variance + NORM_EPSILON);
      for (int j = 0; j < width; j++) {
        into[j] = (float) ((x[from + j] - mean) * scale) * normGain[j] + normBias[j];
      }
    }
  }
}
