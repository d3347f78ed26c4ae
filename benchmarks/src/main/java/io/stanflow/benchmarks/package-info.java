/** Benchmarks: what kernels, whole runs and files cost. {@code benchmarks/run} prints one table. */
package io.stanflow.benchmarks;
