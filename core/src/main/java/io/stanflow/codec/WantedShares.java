package io.stanflow.codec;

/**
 * Shares of all of a host's flows that are to have each class of an attribute of words.
 *
 * @param attribute its name
 * @param shares of its classes, which sum to 1
 */
public record WantedShares(String attribute, double[] shares) {}
