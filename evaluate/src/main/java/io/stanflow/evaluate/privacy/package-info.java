/**
 * Attacks on a model: what its file gives away about the flows it was trained on. The only part of
 * {@code evaluate} that sees a model; the metrics beside it see flows.
 */
package io.stanflow.evaluate.privacy;
