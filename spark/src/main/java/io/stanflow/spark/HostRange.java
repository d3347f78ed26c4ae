package io.stanflow.spark;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Some hosts of a scenario.
 *
 * @param from first one, counted from 0
 * @param to first one no longer among them
 */
record HostRange(int from, int to) implements InputPartition {}
