package io.stanflow.baseline;

import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A Bayesian network in which every variable of a flow hangs on one other, of the same flow or of
 * the host's flow before ({@link ChowLiuTree}), over values in at most 128 states ({@link
 * Variables}). Each host gets its real number of flows, begins at its real first record time and is
 * over by the last; it has nothing else of its own. FlowChronicle's SequenceBN (Cüppers et al.,
 * CoNEXT 2024) is a relative.
 */
final class BayesianNetwork implements Baseline {
  @Override
  public String name() {
    return "bayesianNetwork";
  }

  @Override
  public void write(DuckTable real, long seed, Path file) throws IOException {
    var random = new SplittableRandom(seed);
    var queries = new TableQueries(real);
    List<Host> hosts = queries.hosts();
    Network network = Network.fit(real, Variables.of(real, queries, hosts, random));
    BaselineFile.write(
        real,
        file,
        writer -> {
          for (Host host : hosts) {
            network.generate(host, random.split(), writer);
          }
        });
  }
}
