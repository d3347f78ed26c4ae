package io.stanflow.evaluate.learn;

/**
 * A number that a learner sees of a flow.
 *
 * @param name unique
 * @param group what it is about; the features of one group are permuted together
 * @param relation whether it relates the flow to its host's previous one
 * @param sql over {@code f}, a row of {@code flows}, {@code s}, its row of {@code steps}, and, for
 *     relations, the columns {@code previous_bytes, previous_packets, previous_duration} of the
 *     host's flow before; null where it says nothing
 */
record Feature(String name, String group, boolean relation, String sql) {}
