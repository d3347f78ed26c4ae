/**
 * Whole numbers as mixtures of ranges: {@link io.stanflow.codec.mixture.MixtureCode}, the ranges
 * that hang on a row, and what a value is trained towards.
 */
package io.stanflow.codec.mixture;
