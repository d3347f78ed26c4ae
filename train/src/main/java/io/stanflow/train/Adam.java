package io.stanflow.train;

import io.stanflow.model.Architecture;
import io.stanflow.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Kingma and Ba, ICLR 2015, algorithm 1; Loshchilov and Hutter,
 * ICLR 2019) and gradients clipped to a global norm. Its state is plain arrays, so that a
 * checkpoint resumes exactly.
 */
final class Adam {
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.99;
  static final double EPSILON = 1e-8;
  private final double mostNorm;
  private final double weightDecay;
  private final Map<String, float[]> firstMoments = new LinkedHashMap<>();
  private final Map<String, float[]> secondMoments = new LinkedHashMap<>();
  private long steps;

  /**
   * @param mostNorm gradients of a larger Euclidean norm, over all tensors, are scaled to it
   * @param weightDecay share of every matrix entry lost per step and unit of learning rate
   */
  Adam(Weights weights, double mostNorm, double weightDecay) {
    this.mostNorm = mostNorm;
    this.weightDecay = weightDecay;
    weights
        .tensors()
        .forEach(
            (name, values) -> {
              firstMoments.put(name, new float[values.length]);
              secondMoments.put(name, new float[values.length]);
            });
  }

  Map<String, float[]> firstMoments() {
    return firstMoments;
  }

  Map<String, float[]> secondMoments() {
    return secondMoments;
  }

  long steps() {
    return steps;
  }

  /** Continues after {@code steps} earlier ones; the moments are set in place. */
  void resume(long steps) {
    this.steps = steps;
  }

  /**
   * Updates the weights in place.
   *
   * @param gradients one array for each tensor, of its size
   * @return the gradient's norm before clipping
   */
  double step(Weights weights, Map<String, float[]> gradients, double learningRate) {
    double squares = 0;
    for (float[] gradient : gradients.values()) {
      for (float g : gradient) {
        squares += (double) g * g;
      }
    }
    double norm = Math.sqrt(squares);
    float scale = (float) (norm > mostNorm ? mostNorm / norm : 1);
    steps++;
    double correction1 = 1 - Math.pow(BETA1, (double) steps);
    double correction2 = 1 - Math.pow(BETA2, (double) steps);
    float rate = (float) (learningRate * Math.sqrt(correction2) / correction1);
    float epsilon = (float) (EPSILON * Math.sqrt(correction2));
    for (Architecture.TensorSpec spec : weights.specs()) {
      String name = spec.name();
      boolean matrix = spec.shape().size() > 1;
      float keep = (float) (1 - (matrix ? learningRate * weightDecay : 0));
      var moments = new float[][] {firstMoments.get(name), secondMoments.get(name)};
      update(weights.get(name), gradients.get(name), moments, scale, rate, epsilon, keep);
    }
    return norm;
  }

  private static void update(
      float[] values,
      float[] gradient,
      float[][] moments,
      float scale,
      float rate,
      float epsilon,
      float keep) {
    float b1 = (float) BETA1;
    float b2 = (float) BETA2;
    float[] m = moments[0];
    float[] v = moments[1];
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i] * scale;
      m[i] = b1 * m[i] + (1 - b1) * g;
      v[i] = b2 * v[i] + (1 - b2) * g * g;
      values[i] = keep * values[i] - rate * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }
}
