package io.stanflow.codec;

/**
 * Shares of all of a host's flows that are to have each class of a condition.
 *
 * @param condition name of the attribute
 * @param shares of its classes, which sum to 1
 */
public record WantedShares(String condition, double[] shares) {}
