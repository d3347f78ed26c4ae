/**
 * Scenarios as tables of Apache Spark: {@code spark.read().format("stanflow")}. Each partition is a
 * range of the scenario's hosts, which executors generate by themselves.
 */
package io.stanflow.spark;
