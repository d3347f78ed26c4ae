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

/**
 * A Bayesian network in which every variable of a flow hangs on one other, of the same flow or of
 * the host's flow before ({@link ChowLiuTree}), over values in at most 128 states ({@link
 * Variables}). Each host gets its real number of flows, begins at its real first record time and is
 * over by the last; it has nothing else of its own. FlowChronicle's SequenceBN (Cüppers et al.,
 * CoNEXT 2024) is a relative.
 */
final class BayesianNetwork implements Baseline.Fitted {
  private final Schema schema;
  private final List<Host> hosts;
  private final SplittableRandom random;
  private final List<Variable> variables;
  private final List<Edge> edges;
  private final List<ConditionalTable> tables; // one for each edge

  BayesianNetwork(DuckTable real, SplittableRandom random) throws IOException {
    var query = new TableQuery(real);
    schema = real.schema();
    hosts = query.hosts();
    this.random = random;
    variables = Variables.of(real, query, hosts, random);
    PairCounts counts = count(real, variables);
    edges = ChowLiuTree.grow(counts);
    tables = edges.stream().map(edge -> table(counts, edge)).toList();
  }

  private static PairCounts count(DuckTable real, List<Variable> variables) throws IOException {
    var counts = new PairCounts(variables.stream().mapToInt(Variable::states).toArray());
    int[][] states = new int[2][variables.size()]; // of the flow before, of this flow
    FlowInSeries.forEach(
        real,
        flow -> {
          int[] before = states[1];
          states[1] = states[0];
          states[0] = before;
          for (int i = 0; i < variables.size(); i++) {
            states[1][i] = variables.get(i).state().applyAsInt(flow);
          }
          counts.add(states[1], flow.previous() == null ? null : states[0]);
        });
    return counts;
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

  @Override
  public void writeTo(FlowWriter writer) throws IOException {
    for (Host host : hosts) {
      writeTo(writer, new FlowDraft(schema, host, random.split()));
    }
  }

  /** Writes as many flows as the host has, from its first record time on. */
  private void writeTo(FlowWriter writer, FlowDraft draft) throws IOException {
    int[] before = new int[variables.size()];
    int[] states = new int[variables.size()];
    Arrays.fill(before, -1); // a host's first flow has none before it
    for (long i = 0; i < draft.host().flows(); i++) {
      for (int j = 0; j < edges.size(); j++) {
        Edge edge = edges.get(j);
        int parent =
            edge.parent() == ChowLiuTree.NONE
                ? -1
                : (edge.before() ? before : states)[edge.parent()];
        states[edge.child()] = tables.get(j).draw(parent, draft.random());
      }
      for (int j = 0; j < states.length; j++) {
        variables.get(j).drawing().draw(states[j], draft);
      }
      writer.write(draft.flow());
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
