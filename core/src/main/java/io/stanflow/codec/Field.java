package io.stanflow.codec;

/**
 * One head of the network. The network knows nothing else of flows: a field is a choice among
 * {@link #components}, of which the last {@link #free} ones have a learned centre and width.
 *
 * @param name unique, stable; part of the model file
 * @param components number of mixture weights, which are the classes of a discrete field; at least
 *     2
 * @param free how many of the components, the last ones, are free logistics; 0 for a discrete field
 * @param covers most components that one value can have come from; 1 for a discrete field
 * @param prior whether the host profile's marginal of this field enters its logits
 */
public record Field(String name, int components, int free, int covers, boolean prior) {
  /** The log width of a free component is cut to [least, most], on the scale of its centre. */
  public static final float LEAST_LOG_WIDTH = -7;

  public static final float MOST_LOG_WIDTH = 3;

  public Field {
    if (components < 2 || free < 0 || free > components || covers < 1) {
      throw new IllegalArgumentException("not a field: " + name + " " + components + "/" + free);
    }
  }

  /** A softmax over {@code classes}. */
  public static Field discrete(String name, int classes, boolean prior) {
    return new Field(name, classes, 0, 1, prior);
  }

  /**
   * Outputs of this head: a weight for each component, a centre and log width for each free one.
   */
  public int outputs() {
    return components + 2 * free;
  }
}
