package io.stanflow.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stanflow.model.Architecture;
import io.stanflow.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thread's share of a step: gradients of its own batch for weights that all share. */
final class Worker implements AutoCloseable {
  private final BatchPlan plan;
  private final Device device;
  private final TorchNetwork network;

  Worker(Architecture architecture, BatchPlan plan, Device device) {
    this.plan = plan;
    this.device = device;
    network = new TorchNetwork(architecture, plan, device);
  }

  /**
   * Gradient of a batch.
   *
   * @param rows of the batch
   * @param nats summed loss
   * @param gradients of nats by tensor
   */
  record Gradients(int rows, double nats, Map<String, float[]> gradients) {}

  /** Summed loss and its gradient; every array of the step is freed on return. */
  Gradients gradients(Weights weights, List<Batch.Chunk> chunks, Regularisation regularisation) {
    var batch = new Batch(plan, chunks, regularisation);
    Torch.recordGradients(true);
    try (NDManager scope = Torch.scope(device)) {
      Map<String, NDArray> parameters = network.parameters(scope, weights, true);
      NDArray[] sums =
          new FlowLoss(plan.layout, scope, batch).sums(network.new Pass(scope, parameters, batch));
      NDArray total = null;
      for (NDArray sum : sums) {
        total = total == null ? sum : sum == null ? total : total.add(sum);
      }
      Torch.backward(total);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      parameters.forEach((name, array) -> gradients.put(name, gradient(array, scope)));
      return new Gradients(batch.rows, total.getFloat(), gradients);
    }
  }

  private static float[] gradient(NDArray parameter, NDManager scope) {
    if (!parameter.hasGradient()) { // a head that no row of this batch has
      return new float[Math.toIntExact(parameter.size())];
    }
    NDArray gradient = parameter.getGradient();
    gradient.attach(scope);
    return gradient.toFloatArray();
  }

  /** Summed losses by field, exact and classes only, without gradients. */
  double[][] losses(Weights weights, List<Batch.Chunk> chunks) {
    var batch = new Batch(plan, chunks);
    Torch.recordGradients(false);
    try (NDManager scope = Torch.scope(device)) {
      Map<String, NDArray> parameters = network.parameters(scope, weights, false);
      List<NDArray[]> sums =
          new FlowLoss(plan.layout, scope, batch)
              .exactAndClassSums(network.new Pass(scope, parameters, batch));
      double[][] losses = new double[2][sums.get(0).length];
      for (int kind = 0; kind < 2; kind++) {
        for (int f = 0; f < losses[kind].length; f++) {
          NDArray sum = sums.get(kind)[f];
          losses[kind][f] = sum == null ? 0 : sum.getFloat();
        }
      }
      return losses;
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
