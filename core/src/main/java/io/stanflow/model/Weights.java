package io.stanflow.model;

import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The network's parameters by tensor name, each as a flat row-major array. */
public final class Weights {
  private static final double EMBEDDING_DEVIATION = 0.15;
  private final List<Architecture.TensorSpec> specs;
  private final Map<String, float[]> tensors = new LinkedHashMap<>();

  /**
   * Takes over the arrays.
   *
   * @throws IllegalArgumentException unless they are exactly the tensors of this network
   */
  public Weights(List<Architecture.TensorSpec> specs, Map<String, float[]> tensors) {
    this.specs = List.copyOf(specs);
    for (Architecture.TensorSpec spec : specs) {
      float[] values = tensors.get(spec.name());
      if (values == null || values.length != spec.size()) {
        throw new IllegalArgumentException(
            "tensor %s of shape %s is %s"
                .formatted(
                    spec.name(),
                    spec.shape(),
                    values == null ? "missing" : "of " + values.length + " numbers"));
      }
      this.tensors.put(spec.name(), values);
    }
    if (tensors.size() != specs.size()) {
      throw new IllegalArgumentException(
          tensors.size() + " tensors where the network has " + specs.size());
    }
  }

  /** Random weights for the start of training. */
  public static Weights random(Architecture architecture, Layout layout, long seed) {
    var random = new SplittableRandom(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    List<Architecture.TensorSpec> specs = architecture.tensors(layout);
    for (Architecture.TensorSpec spec : specs) {
      float[] values = new float[spec.size()];
      double bound = 1 / Math.sqrt(spec.shape().get(0));
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (spec.start()) {
              case ZERO, HEAD_BIAS -> 0;
              case ONE -> 1;
              case EMBEDDING -> (float) (EMBEDDING_DEVIATION * random.nextGaussian());
              case LINEAR -> (float) random.nextDouble(-bound, bound);
            };
      }
      tensors.put(spec.name(), values);
    }
    for (Field field : layout.fields()) {
      spreadFree(field, tensors.get("head." + field.name() + ".out.bias"));
    }
    return new Weights(specs, tensors);
  }

  private static void spreadFree(Field field, float[] bias) {
    for (int m = 0; m < field.free(); m++) {
      bias[field.components() + m] = field.free() == 1 ? 0 : -2 + 4f * m / (field.free() - 1);
      bias[field.components() + field.free() + m] = -1;
    }
  }

  /** The tensor's own array, row-major. */
  public float[] get(String name) {
    float[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException("no tensor named " + name);
    }
    return values;
  }

  /** Every tensor by its name, in the order of the file; the arrays are the weights' own. */
  public Map<String, float[]> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Other values for the same tensors; takes over the arrays. */
  public Weights with(Map<String, float[]> values) {
    return new Weights(specs, values);
  }

  public List<Architecture.TensorSpec> specs() {
    return specs;
  }

  /** Number of parameters. */
  public long size() {
    return tensors.values().stream().mapToLong(t -> t.length).sum();
  }
}
