package io.stanflow.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.model.Architecture;
import io.stanflow.model.Weights;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network as a PyTorch graph; the same function as {@link io.stanflow.model.Network}, which a
 * test holds to 1e-4. docs/model.md has the formulas.
 */
final class TorchNetwork implements AutoCloseable {
  private final Architecture architecture;
  private final Layout layout;
  private final BatchPlan plan;
  private final NDManager constants;
  private final NDArray[] priors;
  private final List<Architecture.TensorSpec> specs;
  private final TorchEncoder encoder;

  TorchNetwork(Architecture architecture, BatchPlan plan, Device device) {
    this.architecture = architecture;
    this.plan = plan;
    layout = plan.layout;
    specs = architecture.tensors(layout);
    encoder = TorchEncoder.of(architecture.encoder());
    constants = Torch.scope(device);
    float[][] tables = Priors.tables(layout, plan.profiles);
    priors = new NDArray[tables.length];
    for (int f = 0; f < priors.length; f++) {
      int components = layout.fields().get(f).components();
      if (tables[f] != null) {
        priors[f] = Torch.matrix(constants, tables[f], plan.profiles.size(), components);
      }
    }
  }

  /** Copies weights into a scope as leaves of a graph. */
  Map<String, NDArray> parameters(NDManager scope, Weights weights, boolean gradients) {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    for (Architecture.TensorSpec spec : specs) {
      long[] shape = spec.shape().stream().mapToLong(Integer::longValue).toArray();
      NDArray array = scope.create(weights.get(spec.name()), new Shape(shape));
      array.setRequiresGradient(gradients);
      parameters.put(spec.name(), array);
    }
    return parameters;
  }

  /** One evaluation of the network over a batch. */
  final class Pass {
    private final NDManager scope;
    private final Map<String, NDArray> weights;
    private final Batch batch;
    private final NDArray numerics;
    private final NDArray chunkVectors;
    private final NDArray mask;
    private final Iterator<NDArray> stageTokens;
    private NDArray state;

    /**
     * @param scope owns every array of the pass
     */
    Pass(NDManager scope, Map<String, NDArray> weights, Batch batch) {
      this.scope = scope;
      this.weights = weights;
      this.batch = batch;
      numerics = Torch.matrix(scope, batch.numerics, batch.rows, layout.numerics().size());
      chunkVectors = Torch.matrix(scope, batch.chunkVectors, batch.chunks, architecture.profile());
      NDArray context = encoder.finish(weights, Torch.rows(scope, batch.contexts, encode()));
      NDArray vectors = chunkVectors.matMul(weights.get("decoder.profile"));
      state = context.add(Torch.rows(scope, batch.rowChunks, vectors));
      stageTokens = stageTokens();
      mask =
          batch.stateMask == null
              ? null
              : Torch.matrix(scope, batch.stateMask, batch.rows, architecture.width());
    }

    /** For each stage with tokens their sum, shape (rows, width). */
    private Iterator<NDArray> stageTokens() {
      int stages = plan.tokenStages();
      if (stages == 0) {
        return Collections.emptyIterator();
      }
      NDArray table = weights.get("decoder.tokens");
      NDArray sums = Torch.sums(scope, batch.decoderTokens, (long) stages * batch.rows, table);
      return sums.split(stages).iterator();
    }

    /** Encoder outputs, shape (chunks · positions, width). */
    private NDArray encode() {
      int chunks = batch.chunks;
      int positions = batch.positions;
      int width = architecture.width();
      NDArray table = weights.get("encoder.tokens");
      NDArray x = Torch.sums(scope, batch.encoderTokens, (long) chunks * positions, table);
      if (plan.outcomeNumerics.length > 0) {
        NDArray real =
            Torch.matrix(
                scope,
                batch.encoderNumerics,
                (long) chunks * positions,
                plan.outcomeNumerics.length);
        x = x.add(real.matMul(weights.get("encoder.numerics")));
      }
      NDArray vectors =
          chunkVectors.matMul(weights.get("encoder.profile")).reshape(chunks, 1, width);
      x = x.reshape(chunks, positions, width).add(vectors);
      x = x.mul(Torch.matrix(scope, batch.there, chunks, positions, 1));
      return encoder.contexts(scope, weights, x).reshape((long) chunks * positions, width);
    }

    /** Adds the inputs that become visible with field {@code f}; to be called for each in order. */
    void addStage(int f) {
      if (plan.stageGroups[f].length > 0) {
        state = state.add(stageTokens.next());
      }
      int[] real = plan.stageNumerics[f];
      if (real.length > 0) {
        long[] columns = java.util.Arrays.stream(real).asLongStream().toArray();
        NDArray values = numerics.get(":, {}:{}", columns[0], columns[0] + real.length);
        NDArray rows =
            weights.get("decoder.numerics").get("{}:{}", columns[0], columns[0] + real.length);
        rows.attach(scope);
        state = state.add(values.matMul(rows));
      }
    }

    /** Outputs of head {@code f} for the rows in which it is present: (present, outputs). */
    NDArray head(int f) {
      Field field = layout.fields().get(f);
      String name = "head." + field.name();
      boolean all = batch.present[f].length == batch.rows;
      NDArray seen = mask == null ? state : state.mul(mask);
      NDArray x = all ? seen : Torch.rows(scope, batch.present[f], seen);
      NDArray hidden = Torch.affine(weights, x, name + ".hidden");
      NDArray out = Torch.affine(weights, hidden.mul(Torch.sigmoid(hidden)), name + ".out");
      if (field.prior()) {
        NDArray profile = Torch.indexes(scope, presentProfiles(f), batch.present[f].length);
        NDArray prior = Torch.look(priors[f], profile).mul(weights.get(name + ".prior"));
        out = addLeft(out, prior, field.outputs() - field.components());
      }
      return f == layout.pointerField() ? out.add(pointer(x)) : out;
    }

    private NDArray addLeft(NDArray out, NDArray left, int blankColumns) {
      if (blankColumns == 0) {
        return out.add(left);
      }
      NDArray blank = scope.zeros(new Shape(out.getShape().get(0), blankColumns));
      return out.add(NDArrays.concat(new NDList(left, blank), 1));
    }

    private long[] presentProfiles(int f) {
      long[] profiles = new long[batch.present[f].length];
      for (int i = 0; i < profiles.length; i++) {
        profiles[i] = batch.profiles[(int) batch.present[f][i]];
      }
      return profiles;
    }

    /** Scores of the slots, with zeros for the classes between recency and heavy slots. */
    private NDArray pointer(NDArray x) {
      int rows = batch.present[layout.pointerField()].length;
      int slots = layout.slots();
      NDArray query = Torch.affine(weights, x, "pointer.query");
      NDArray tables =
          NDArrays.concat(
              new NDList(weights.get("pointer.slots"), weights.get("pointer.services")), 0);
      NDArray scores =
          scores(query, tables, batch.slots, 2L * slots)
              .reshape(rows, 2, slots)
              .sum(new int[] {1})
              .add(query.matMul(weights.get("pointer.positions").transpose()));
      int classes = layout.fields().get(layout.pointerField()).components();
      int recency = layout.recencySlots();
      NDArray blank = scope.zeros(new Shape(rows, classes - slots));
      if (plan.heavySlots == 0) {
        return NDArrays.concat(new NDList(scores, blank), 1);
      }
      NDArray sketches = weights.get("pointer.sketches");
      long peers = (long) batch.chunks * plan.heavySlots;
      NDArray keys = Torch.sums(scope, batch.sketches, peers, sketches);
      NDArray heavy = scores(query, keys, batch.heavy, plan.heavySlots);
      heavy = heavy.add(scores.get(":, {}:", recency));
      return NDArrays.concat(new NDList(scores.get(":, :{}", recency), blank, heavy), 1);
    }

    /** The query's scores of some keys, named by their rows: shape (rows, n). */
    private NDArray scores(NDArray query, NDArray keys, long[] which, long n) {
      return query
          .matMul(keys.transpose())
          .gather(Torch.indexes(scope, which, which.length / (int) n, n), 1);
    }
  }

  @Override
  public void close() {
    constants.close();
  }
}
