package io.stanflow.baseline;

import java.util.Arrays;

/**
 * How often states of variables occur together: in one flow, and in a flow and the one before it. A
 * state of -1 is none and does not count.
 */
final class PairCounts {
  private final int[] states;
  private final long[][] alone; // shape (variables, states)
  private final long[][] inFlow; // [a * variables + b], a < b: shape (states of a, of b) flattened
  private final long[][] inTurn; // [a * variables + b], a before b: likewise

  /**
   * @param states number of states of each variable
   */
  PairCounts(int... states) {
    this.states = states.clone();
    int variables = states.length;
    alone = new long[variables][];
    inFlow = new long[variables * variables][];
    inTurn = new long[variables * variables][];
    for (int a = 0; a < variables; a++) {
      alone[a] = new long[states[a]];
      for (int b = 0; b < variables; b++) {
        inTurn[a * variables + b] = new long[states[a] * states[b]];
        if (a < b) {
          inFlow[a * variables + b] = new long[states[a] * states[b]];
        }
      }
    }
  }

  int variables() {
    return states.length;
  }

  /**
   * Counts a flow.
   *
   * @param flow the state of each variable
   * @param before those of the flow before, or null
   */
  void add(int[] flow, int[] before) {
    int variables = states.length;
    for (int b = 0; b < variables; b++) {
      int state = flow[b];
      if (state < 0) {
        continue;
      }
      alone[b][state]++;
      for (int a = 0; a < b; a++) {
        if (flow[a] >= 0) {
          inFlow[a * variables + b][flow[a] * states[b] + state]++;
        }
      }
      for (int a = 0; before != null && a < variables; a++) {
        if (before[a] >= 0) {
          inTurn[a * variables + b][before[a] * states[b] + state]++;
        }
      }
    }
  }

  /** Occurrences of each state of a variable. */
  long[] alone(int variable) {
    return alone[variable].clone();
  }

  /**
   * Occurrences of each pair of states, a row for each state of the parent.
   *
   * @param before whether the parent is a variable of the flow before
   */
  long[][] joint(int parent, boolean before, int child) {
    boolean turned = !before && parent > child; // pairs in one flow are counted one way round
    long[] pairs =
        before
            ? inTurn[parent * states.length + child]
            : inFlow[Math.min(parent, child) * states.length + Math.max(parent, child)];
    long[][] joint = new long[states[parent]][states[child]];
    for (int i = 0; i < joint.length; i++) {
      for (int j = 0; j < joint[i].length; j++) {
        joint[i][j] = pairs[turned ? j * joint.length + i : i * joint[i].length + j];
      }
    }
    return joint;
  }

  /**
   * Mutual information of two variables in nats, Σ p(a, b) ln(p(a, b) / (p(a) p(b))), less the mean
   * that chance alone would give it, (K(a, b) − K(a) − K(b) + 1) / 2n with K the number of states
   * that occur in n pairs (Miller, Note on the Bias of Information Estimates, 1955); at least 0.
   *
   * @param joint occurrences of each pair of states
   */
  static double information(long[][] joint) {
    long[] columns = new long[joint[0].length];
    long[] rows = new long[joint.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        rows[i] += joint[i][j];
        columns[j] += joint[i][j];
      }
    }
    double total = Arrays.stream(rows).sum();
    double sum = 0;
    long pairs = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        if (joint[i][j] > 0) {
          sum += joint[i][j] * Math.log(joint[i][j] * total / ((double) rows[i] * columns[j]));
          pairs++;
        }
      }
    }
    long cells = pairs - occurring(rows) - occurring(columns) + 1;
    return total == 0 ? 0 : Math.max(0, (sum - cells / 2.0) / total);
  }

  private static long occurring(long[] counts) {
    return Arrays.stream(counts).filter(count -> count > 0).count();
  }
}
