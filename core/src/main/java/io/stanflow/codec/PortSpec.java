package io.stanflow.codec;

/**
 * The fitted part of one side's port code.
 *
 * @param mixture vocabulary as atoms, blocks of ports as intervals, relative components as {@link
 *     PortStep} has them
 * @param allowed per protocol class, direction (0 in, 1 out) and token of the mixture, whether the
 *     data show the three together
 */
public record PortSpec(MixtureSpec mixture, boolean[][][] allowed) {}
