package io.stanflow.evaluate.measure;

/**
 * What every flow has to satisfy, or most do.
 *
 * @param name stable
 * @param applies SQL condition of the flows that it is about
 * @param holds SQL condition of those that satisfy it
 */
record Rule(String name, String applies, String holds) {}
