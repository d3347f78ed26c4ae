package io.stanflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import java.util.List;

/**
 * Negative log-likelihood of a batch, in nats: the sum over rows and present fields of
 *
 * <pre>−ln p(v) = −ln Σ_c softmax(weights)_c · p_c(v)</pre>
 *
 * over the components c that cover the value v and the free ones. A free component is a logistic
 * with centre μ and width s, discretised to the value's rounding interval [a, b] and cut to the
 * hard range [l, h]: p_c(v) = (σ((b−μ)/s) − σ((a−μ)/s)) / (σ((h−μ)/s) − σ((l−μ)/s)) (Salimans et
 * al., PixelCNN++, ICLR 2017, eq. 2, with truncation).
 */
final class FlowLoss {
  private static final float LEAST = 1e-30f;
  private final Layout layout;
  private final NDManager scope;
  private final Batch batch;

  FlowLoss(Layout layout, NDManager scope, Batch batch) {
    this.layout = layout;
    this.scope = scope;
    this.batch = batch;
  }

  /**
   * Runs the heads in order.
   *
   * @return per field the sum over its present rows, a scalar; null for a field that no row has
   */
  NDArray[] sums(TorchNetwork.Pass pass) {
    NDArray[] sums = new NDArray[layout.fields().size()];
    for (int f = 0; f < sums.length; f++) {
      pass.addStage(f);
      if (batch.present[f].length > 0) {
        sums[f] = logLikelihood(f, pass.head(f), batch.logDensities[f]).sum().neg();
      }
    }
    return sums;
  }

  /**
   * Like {@link #sums}, twice per field: exact values, and classes alone, with the place inside a
   * component free of charge.
   */
  List<NDArray[]> exactAndClassSums(TorchNetwork.Pass pass) {
    int fields = layout.fields().size();
    NDArray[] exact = new NDArray[fields];
    NDArray[] classes = new NDArray[fields];
    for (int f = 0; f < fields; f++) {
      pass.addStage(f);
      if (batch.present[f].length > 0) {
        NDArray head = pass.head(f);
        exact[f] = logLikelihood(f, head, batch.logDensities[f]).sum().neg();
        classes[f] = logLikelihood(f, head, classDensities(f)).sum().neg();
      }
    }
    return List.of(exact, classes);
  }

  /** 0 for each component that covers the value. */
  private float[] classDensities(int f) {
    float[] densities = batch.logDensities[f].clone();
    for (int i = 0; i < densities.length; i++) {
      densities[i] = densities[i] == Batch.NONE ? Batch.NONE : 0;
    }
    return densities;
  }

  private NDArray logLikelihood(int f, NDArray head, float[] densities) {
    Field field = layout.fields().get(f);
    int n = batch.present[f].length;
    int k = field.components();
    boolean plain = field.outputs() == k;
    NDArray logits = plain ? head : head.get(new NDIndex(":, :{}", k));
    NDArray logWeights = logits.logSoftmax(1);
    NDArray index = Torch.indexes(scope, batch.components[f], n, field.covers());
    NDArray covered = logWeights.gather(index, 1);
    if (field.covers() == 1) {
      return covered;
    }
    NDArray terms = covered.add(Torch.matrix(scope, densities, n, field.covers()));
    if (field.free() > 0) {
      NDArray free = logWeights.get(new NDIndex(":, {}:", k - field.free()));
      NDArray mass = freeLogMass(f, field, head);
      terms = NDArrays.concat(new NDList(terms, free.add(mass)), 1);
    }
    NDArray most = terms.max(new int[] {1}, true);
    return terms.sub(most).exp().sum(new int[] {1}, true).log().add(most);
  }

  /** Log mass of the value under each free component, shape (present, free). */
  private NDArray freeLogMass(int f, Field field, NDArray head) {
    int k = field.components();
    int m = field.free();
    NDArray centre = head.get(new NDIndex(":, {}:{}", k, k + m));
    NDArray width =
        head.get(new NDIndex(":, {}:", k + m))
            .clip(Field.LEAST_LOG_WIDTH, Field.MOST_LOG_WIDTH)
            .exp();
    NDArray rounding = Torch.matrix(scope, batch.roundings[f], batch.present[f].length, 4);
    NDArray below = rounding.get(new NDIndex(":, 0:1")).sub(centre).div(width);
    NDArray span = rounding.get(new NDIndex(":, 1:2")).div(width);
    NDArray low = rounding.get(new NDIndex(":, 2:3")).sub(centre).div(width);
    NDArray range =
        rounding.get(new NDIndex(":, 3:4")).sub(rounding.get(new NDIndex(":, 2:3"))).div(width);
    return logInterval(below, span).sub(logInterval(low, range));
  }

  /**
   * ln(σ(a + d) − σ(a)) for d &gt; 0, as −softplus(−a−d) − softplus(a) + ln tanh(d/2) + ln(1+e^−d),
   * which loses no digits for small d or far tails.
   */
  private NDArray logInterval(NDArray a, NDArray d) {
    NDArray upper = softplus(a.add(d).neg());
    NDArray small = d.mul(number(0.5f)).tanh().maximum(number(LEAST)).log();
    NDArray rest = d.neg().exp().add(number(1)).log();
    return small.add(rest).sub(upper).sub(softplus(a));
  }

  private NDArray softplus(NDArray x) {
    return x.maximum(number(0)).add(x.abs().neg().exp().add(number(1)).log());
  }

  /**
   * A scalar that lives as long as the graph. The engine's operations on a plain number close the
   * array that they make of it, whose memory Java frees, while the graph keeps a pointer to it for
   * its gradient.
   */
  private NDArray number(float value) {
    return scope.create(value);
  }
}
