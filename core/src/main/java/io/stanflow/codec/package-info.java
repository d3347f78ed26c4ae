/**
 * How a flow becomes fields, and fields a flow.
 *
 * <pre>
 *   Flow ──FlowView──▶ Observation        what its host sees, in the codec's units
 *                          │
 *            StepChain: one Step a field, in the order of CodecSpec.order()
 *                          │
 *     encoding: SeriesEncoder             sampling: HostSampler
 *       encode: components that             possible: components that may be drawn
 *         cover the value → Target          tilt: what the host owes its Profile (Feedback)
 *       accept: the flow's value            draw: a component's value
 *                          └─────────┬──────────┘
 *                               write → Inputs of the network, by stage (Layout)
 *                                    │
 *                       Row ──commit──▶ HostState   peers, connections, services, rates
 * </pre>
 *
 * Both sides walk the same steps over the same memory. Numbers, gaps and ports are mixtures of
 * ranges ({@code MixtureCode}, whose ranges of one row are {@code RowRanges}); words are classes.
 * What was learned of a table is in {@link io.stanflow.codec.spec}; it is fitted in {@code
 * io.stanflow.fit}, which who only generates does not need.
 */
package io.stanflow.codec;
