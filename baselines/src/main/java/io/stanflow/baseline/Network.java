package io.stanflow.baseline;

import io.stanflow.baseline.ChowLiuTree.Edge;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A fitted network over the variables of a flow and of the flow before. */
final class Network {
  private final Schema schema;
  private final List<Variable> variables;
  private final List<Edge> edges;
  private final List<ConditionalTable> tables; // one for each edge

  private Network(Schema schema, List<Variable> variables, PairCounts counts) {
    this.schema = schema;
    this.variables = variables;
    edges = ChowLiuTree.grow(counts);
    tables = edges.stream().map(edge -> table(counts, edge)).toList();
  }

  private static ConditionalTable table(PairCounts counts, Edge edge) {
    long[] alone = counts.alone(edge.child());
    if (Arrays.stream(alone).allMatch(count -> count == 0)) {
      alone[0] = 1; // the gap where every host has one flow
    }
    long[][] joint =
        edge.parent() == ChowLiuTree.NONE
            ? new long[0][]
            : counts.joint(edge.parent(), edge.before(), edge.child());
    return new ConditionalTable(joint, alone);
  }

  /** Counts pairs of states over a table and grows the tree. */
  static Network fit(DuckTable real, List<Variable> variables) throws IOException {
    var counts = new PairCounts(variables.stream().mapToInt(Variable::states).toArray());
    int[][] states = new int[2][variables.size()]; // of the flow before, of this flow
    Seen.forEach(
        real,
        seen -> {
          int[] before = states[1];
          states[1] = states[0];
          states[0] = before;
          for (int i = 0; i < variables.size(); i++) {
            states[1][i] = variables.get(i).state(seen);
          }
          counts.add(states[1], seen.previous() == null ? null : states[0]);
        });
    return new Network(real.schema(), variables, counts);
  }

  /** Writes as many flows as the host has, from its first record time on. */
  void generate(Host host, SplittableRandom random, FlowWriter writer) throws IOException {
    var making = new Making(schema, host, random);
    int[] before = new int[variables.size()];
    int[] states = new int[variables.size()];
    Arrays.fill(before, -1); // a host's first flow has none before it
    for (long i = 0; i < host.flows(); i++) {
      for (int j = 0; j < edges.size(); j++) {
        Edge edge = edges.get(j);
        int parent =
            edge.parent() == ChowLiuTree.NONE
                ? -1
                : (edge.before() ? before : states)[edge.parent()];
        states[edge.child()] = tables.get(j).draw(parent, random);
      }
      for (int j = 0; j < states.length; j++) {
        variables.get(j).draw(states[j], making);
      }
      writer.write(making.flow());
      int[] free = before;
      before = states;
      states = free;
    }
  }

  /** A line for each variable: {@code bytes <- packets (1.234 nats)}. */
  @Override
  public String toString() {
    return edges.stream().map(this::text).collect(Collectors.joining("\n"));
  }

  private String text(Edge edge) {
    String child = variables.get(edge.child()).name();
    if (edge.parent() == ChowLiuTree.NONE) {
      return child;
    }
    String parent = variables.get(edge.parent()).name();
    return String.format(
        Locale.ROOT,
        "%s <- %s%s (%.3f nats)",
        child,
        edge.before() ? "previous " : "",
        parent,
        edge.nats());
  }
}
