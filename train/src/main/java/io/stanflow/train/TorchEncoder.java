package io.stanflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.stanflow.model.Convolutions;
import io.stanflow.model.Encoder;
import java.util.Map;

/** The twin of an {@link Encoder} as a PyTorch graph, over whole chunks of series. */
abstract class TorchEncoder {
  static TorchEncoder of(Encoder encoder) {
    if (encoder instanceof Convolutions convolutions) {
      return new OfConvolutions(convolutions);
    }
    throw new IllegalArgumentException("no PyTorch twin of " + encoder);
  }

  /**
   * Contexts before {@link #finish}.
   *
   * @param scope owns every new array
   * @param x embedded rows, shape (chunks, positions, width)
   * @return the same shape
   */
  abstract NDArray contexts(NDManager scope, Map<String, NDArray> weights, NDArray x);

  /** What is left to do for the contexts that heads read, shape (rows, width). */
  abstract NDArray finish(Map<String, NDArray> weights, NDArray contexts);

  private static final class OfConvolutions extends TorchEncoder {
    private final Convolutions shape;

    OfConvolutions(Convolutions shape) {
      this.shape = shape;
    }

    @Override
    NDArray contexts(NDManager scope, Map<String, NDArray> weights, NDArray x) {
      NDArray rows = x;
      for (int i = 0; i < shape.dilations().size(); i++) {
        rows = block(scope, weights, rows, i);
      }
      return rows;
    }

    private NDArray block(NDManager scope, Map<String, NDArray> weights, NDArray x, int index) {
      String name = "block" + index;
      int dilation = shape.dilations().get(index);
      long positions = x.getShape().get(1);
      long missing = Math.min(dilation, positions);
      NDArray blank = scope.zeros(new Shape(x.getShape().get(0), missing, shape.width()));
      NDArray past =
          positions <= dilation
              ? blank
              : NDArrays.concat(new NDList(blank, x.get(":, :{}, :", positions - dilation)), 1);
      NDArray both = NDArrays.concat(new NDList(x, past), 2);
      NDList gates = Torch.affine(weights, both, name + ".gate").split(2, 2);
      NDArray gated = gates.get(0).tanh().mul(Torch.sigmoid(gates.get(1)));
      return x.add(Torch.affine(weights, gated, name + ".out"));
    }

    @Override
    NDArray finish(Map<String, NDArray> weights, NDArray contexts) {
      return JniUtils.layerNorm(
          (PtNDArray) contexts,
          new Shape(shape.width()),
          (PtNDArray) weights.get("norm.gain"),
          (PtNDArray) weights.get("norm.bias"),
          Convolutions.NORM_EPSILON);
    }
  }
}
