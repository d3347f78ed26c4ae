/**
 * From a model to flows: {@link io.stanflow.generate.StanflowModel} loads one, {@link
 * io.stanflow.generate.Scenario} says what to generate, {@link io.stanflow.generate.Generation}
 * runs it. Pure Java, no native code.
 */
package io.stanflow.generate;
