/**
 * The network: its shape ({@link io.stanflow.model.Architecture}), its weights, the file that holds
 * them with a codec and profiles ({@link io.stanflow.model.ModelFile}), and the forward pass in
 * plain Java ({@link io.stanflow.model.Network}). docs/model.md has the formulas.
 */
package io.stanflow.model;
