/**
 * Makes models of flows; {@link io.stanflow.train.Training} is the way in. Learns the weights of an
 * {@link io.stanflow.model.Architecture} from {@link io.stanflow.fit.TrainingData}, on PyTorch
 * through DJL. The only package that knows of either.
 */
package io.stanflow.train;
