package io.stanflow.codec.spec;

/**
 * Classes of two facets of a flow that do not occur together: no bytes back in a state without an
 * answer.
 *
 * @param given the facet that is decided first in the standard order
 * @param of the other, a {@linkplain Facet#isSimple simple} one
 * @param excluded per class of {@code given} and class of {@code of}
 */
public record Exclusion(Facet given, Facet of, boolean[][] excluded) {}
