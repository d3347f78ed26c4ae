package io.stanflow.model;

import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.flow.Range;
import java.util.ArrayList;
import java.util.Arrays;
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
public record Architecture(
    @Range(least = 1, most = Architecture.MOST) int width,
    @Range(least = 1, most = Architecture.MOST) int hidden,
    @Range(least = 1, most = Architecture.MOST) List<Integer> dilations,
    @Range(least = 1, most = Architecture.MOST) int key,
    @Range(least = 1, most = 65_536) int profile) {
  /** Most of each size. */
  public static final int MOST = 4096;

  /** Most numbers that a host's memory of its last rows takes. */
  private static final long MOST_MEMORY = 1 << 20;

  public Architecture {
    dilations = List.copyOf(dilations);
    boolean positive = width > 0 && hidden > 0 && key > 0 && profile > 0 && !dilations.isEmpty();
    if (!positive || dilations.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("sizes and dilations are at least 1");
    }
    long memory = width * dilations.stream().mapToLong(d -> d).sum();
    if (Math.max(width, Math.max(hidden, key)) > MOST || memory > MOST_MEMORY) {
      throw new IllegalArgumentException(
          "sizes are at most %d, width times all dilations at most %d"
              .formatted(MOST, MOST_MEMORY));
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
    static TensorSpec of(String name, Start start, int... shape) {
      return new TensorSpec(name, Arrays.stream(shape).boxed().toList(), start);
    }

    /** Number of entries. */
    public int size() {
      return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }
  }

  /** The sequence layer. */
  public Encoder encoder() {
    return new Convolutions(width, dilations);
  }

  /** Every tensor of the network, in the order of the file. */
  public List<TensorSpec> tensors(Layout layout) {
    List<TensorSpec> all = new ArrayList<>();
    int[] outcomes = layout.offsets(layout.outcomeGroups());
    int outcomeTokens = outcomes[outcomes.length - 1];
    int outcomeNumerics = layout.outcomeNumerics().length;
    all.add(TensorSpec.of("encoder.tokens", Start.EMBEDDING, outcomeTokens, width));
    all.add(TensorSpec.of("encoder.numerics", Start.LINEAR, Math.max(1, outcomeNumerics), width));
    all.add(TensorSpec.of("encoder.profile", Start.LINEAR, profile, width));
    all.addAll(encoder().tensors());
    int[] offsets = layout.tokenOffsets();
    all.add(TensorSpec.of("decoder.tokens", Start.EMBEDDING, offsets[offsets.length - 1], width));
    all.add(
        TensorSpec.of(
            "decoder.numerics", Start.LINEAR, Math.max(1, layout.numerics().size()), width));
    all.add(TensorSpec.of("decoder.profile", Start.LINEAR, profile, width));
    for (Field field : layout.fields()) {
      String head = "head." + field.name();
      all.add(TensorSpec.of(head + ".hidden.weight", Start.LINEAR, width, hidden));
      all.add(TensorSpec.of(head + ".hidden.bias", Start.ZERO, hidden));
      all.add(TensorSpec.of(head + ".out.weight", Start.LINEAR, hidden, field.outputs()));
      all.add(TensorSpec.of(head + ".out.bias", Start.HEAD_BIAS, field.outputs()));
      if (field.prior()) {
        all.add(TensorSpec.of(head + ".prior", Start.ONE, 1));
      }
    }
    if (layout.pointerField() >= 0) {
      all.add(TensorSpec.of("pointer.query.weight", Start.LINEAR, width, key));
      all.add(TensorSpec.of("pointer.query.bias", Start.ZERO, key));
      all.add(TensorSpec.of("pointer.slots", Start.EMBEDDING, layout.slotTokens(), key));
      all.add(TensorSpec.of("pointer.services", Start.EMBEDDING, layout.serviceTokens(), key));
      all.add(TensorSpec.of("pointer.positions", Start.EMBEDDING, layout.slots(), key));
      all.add(
          TensorSpec.of(
              "pointer.sketches",
              Start.EMBEDDING,
              Arrays.stream(layout.sketchTokens()).sum(),
              key));
    }
    return all;
  }
}
