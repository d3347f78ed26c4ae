package io.stanflow.fit;

/**
 * What of an attribute too few hosts share for the model to hold it.
 *
 * @param attribute or another thing that has values, such as {@code local port}
 * @param what such as {@code words}
 * @param values how many of them
 * @param flows that have one; of a sample, where numbers are fitted to one
 * @param became what stands for them
 */
public record Coarsened(String attribute, String what, long values, long flows, String became) {}
