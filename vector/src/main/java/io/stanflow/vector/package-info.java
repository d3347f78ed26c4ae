/**
 * The inner loops of the forward pass on {@code jdk.incubator.vector}: the same bits as the plain
 * ones, about ten times faster. Found as a service by {@link io.stanflow.model.Kernel#best}.
 */
package io.stanflow.vector;
