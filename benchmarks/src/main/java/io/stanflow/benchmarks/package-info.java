/** What things cost, from a matrix product to a long run; {@code benchmarks/run} prints it. */
package io.stanflow.benchmarks;
