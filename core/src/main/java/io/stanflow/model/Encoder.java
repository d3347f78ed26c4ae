package io.stanflow.model;

import io.stanflow.model.Architecture.TensorSpec;
import java.util.List;

/**
 * The sequence layer: reads a host's rows one after the other and gives the context in which its
 * next flow is decided. What is stated here is its shape; {@link #forward} runs it in plain Java, a
 * twin in {@code train} as a PyTorch graph.
 */
public sealed interface Encoder permits Convolutions {
  /** Its tensors, in the order of the model file. */
  List<TensorSpec> tensors();

  /** Rows before a row that its context depends on. */
  int receptiveField();

  /** The layer with these weights, for one row of some hosts at a time; shared by threads. */
  Forward forward(Weights weights, Kernel kernel);

  /** What the layer keeps of one host between its rows. */
  interface Memory {
    /** The context of the host's next flow, of the architecture's width. */
    float[] context();

    /** A memory of the same content that moves apart from this one. */
    Memory copy();
  }

  /** The layer with its weights. */
  interface Forward {
    /** Memory of a host before its first flow: after as many blank rows as are seen back. */
    Memory memory();

    /**
     * One thread's scratch.
     *
     * @param lanes most hosts at a time
     */
    Step step(int lanes);
  }

  /** Takes one row of each of some hosts. */
  interface Step {
    /**
     * Notes the rows in the hosts' memories and leaves their next contexts there.
     *
     * @param x embedded rows, shape (lanes, width); lost
     * @param hosts memories that this layer made, the first {@code lanes} of them
     */
    void run(float[] x, Memory[] hosts, int lanes);
  }
}
