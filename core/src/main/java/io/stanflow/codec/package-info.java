/**
 * Flows to fields and back. A {@link io.stanflow.codec.FlowCodec} turns each flow of a host's
 * series into a short chain of fields, each a class or a mixture component, by a list of {@link
 * io.stanflow.codec.Step steps}. What a step may refer to (peers met, connections, earlier rows)
 * stands in {@link io.stanflow.codec.HostState}, which encoding and sampling share: both walk the
 * same steps over the same state, so training and generation cannot drift apart.
 *
 * <p>Everything fitted from data is in {@link io.stanflow.codec.spec.CodecSpec}, plain data that
 * the model file keeps; nothing of a data set is in code.
 */
package io.stanflow.codec;
