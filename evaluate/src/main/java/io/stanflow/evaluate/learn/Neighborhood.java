package io.stanflow.evaluate.learn;

/**
 * How a file's flows lie among the real ones: density and coverage with the 5 nearest neighbours
 * (Naeem et al., Reliable Fidelity and Diversity Metrics for Generative Models, ICML 2020).
 *
 * @param density mean number of real balls that a flow lies in / 5; about 1 where both agree
 * @param coverage share of the real balls that have a flow of the file in them
 * @param flows of each file
 */
public record Neighborhood(double density, double coverage, int flows) {}
