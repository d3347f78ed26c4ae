package io.stanflow.model;

import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of the network; with a {@link Layout} they give every tensor.
 *
 * @param width of row embeddings, encoder and decoder state
 * @param hidden width of each head's hidden layer
 * @param dilations of the causal convolutions of kernel 2, first layer first
 * @param key width of the pointer head's keys
 * @param profile components of the profile vector
 */
public record Architecture(int width, int hidden, List<Integer> dilations, int key, int profile) {
  public Architecture {
    dilations = List.copyOf(dilations);
    boolean positive = width > 0 && hidden > 0 && key > 0 && profile > 0 && !dilations.isEmpty();
    if (!positive || dilations.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("sizes and dilations are at least 1");
    }
  }

  /** How the entries of a tensor start. */
  public enum Start {
    ZERO,
    ONE,
    /** Normal with standard deviation 0.15. */
    EMBEDDING,
    /** Uniform within ±1/√inputs, where inputs is the tensor's first dimension. */
    LINEAR,
    /** A head's bias: 0, but free centres spread over [-2, 2] and log widths at -1. */
    HEAD_BIAS
  }

  /** A tensor of the model file, row-major; matrices are (inputs, outputs). */
  public record TensorSpec(String name, List<Integer> shape, Start start) {
    public int size() {
      return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }
  }

  /** Rows before a row that its context depends on. */
  public int receptiveField() {
    return 1 + dilations.stream().mapToInt(Integer::intValue).sum();
  }

  /** Every tensor of the network, in the order of the file. */
  public List<TensorSpec> tensors(Layout layout) {
    List<TensorSpec> all = new ArrayList<>();
    int outcomeTokens =
        layout.groups().stream().filter(g -> g.outcome()).mapToInt(g -> g.size()).sum();
    long outcomeNumerics = layout.numerics().stream().filter(n -> n.outcome()).count();
    all.add(spec("encoder.tokens", Start.EMBEDDING, outcomeTokens, width));
    all.add(spec("encoder.numerics", Start.LINEAR, Math.max(1, (int) outcomeNumerics), width));
    all.add(spec("encoder.profile", Start.LINEAR, profile, width));
    for (int i = 0; i < dilations.size(); i++) {
      all.add(spec("block" + i + ".gate.weight", Start.LINEAR, 2 * width, 2 * width));
      all.add(spec("block" + i + ".gate.bias", Start.ZERO, 2 * width));
      all.add(spec("block" + i + ".out.weight", Start.LINEAR, width, width));
      all.add(spec("block" + i + ".out.bias", Start.ZERO, width));
    }
    all.add(spec("norm.gain", Start.ONE, width));
    all.add(spec("norm.bias", Start.ZERO, width));
    int[] offsets = layout.tokenOffsets();
    all.add(spec("decoder.tokens", Start.EMBEDDING, offsets[offsets.length - 1], width));
    all.add(spec("decoder.numerics", Start.LINEAR, Math.max(1, layout.numerics().size()), width));
    all.add(spec("decoder.profile", Start.LINEAR, profile, width));
    for (Field field : layout.fields()) {
      String head = "head." + field.name();
      all.add(spec(head + ".hidden.weight", Start.LINEAR, width, hidden));
      all.add(spec(head + ".hidden.bias", Start.ZERO, hidden));
      all.add(spec(head + ".out.weight", Start.LINEAR, hidden, field.outputs()));
      all.add(spec(head + ".out.bias", Start.HEAD_BIAS, field.outputs()));
      if (field.prior()) {
        all.add(spec(head + ".prior", Start.ONE, 1));
      }
    }
    if (layout.pointerField() >= 0) {
      all.add(spec("pointer.query.weight", Start.LINEAR, width, key));
      all.add(spec("pointer.query.bias", Start.ZERO, key));
      all.add(spec("pointer.slots", Start.EMBEDDING, layout.slotTokens(), key));
      all.add(spec("pointer.services", Start.EMBEDDING, layout.serviceTokens(), key));
      all.add(spec("pointer.positions", Start.EMBEDDING, layout.slots(), key));
      all.add(spec("pointer.sketches", Start.EMBEDDING, sketchTokens(layout), key));
    }
    return all;
  }

  private static int sketchTokens(Layout layout) {
    int sum = 0;
    for (int size : layout.sketchTokens()) {
      sum += size;
    }
    return sum;
  }

  private static TensorSpec spec(String name, Start start, int... shape) {
    return new TensorSpec(name, java.util.Arrays.stream(shape).boxed().toList(), start);
  }
}
