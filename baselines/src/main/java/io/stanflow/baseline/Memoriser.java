package io.stanflow.baseline;

import io.stanflow.flow.Address;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.SplittableRandom;

/**
 * Repeats real flows: to each host as many as it has, drawn with replacement from its own (Efron,
 * Bootstrap Methods, Annals of Statistics 7, 1979), in the order of time. Nothing is nearer to the
 * real table row by row, and nothing less private: what it wins over a model is no merit.
 */
final class Memoriser implements Baseline {
  @Override
  public String name() {
    return "memoriser";
  }

  @Override
  public void write(DuckTable real, long seed, Path file) throws IOException {
    var queries = new TableQueries(real);
    var draws = new HashMap<Address, Bootstrap>();
    for (Host host : queries.hosts()) {
      draws.put(host.address(), new Bootstrap(host.flows()));
    }
    var random = new SplittableRandom(seed);
    BaselineFile.write(
        real,
        file,
        writer ->
            new TimeOrder(real, queries)
                .forEach(
                    (host, flow) -> {
                      long times = draws.get(host).next(random);
                      for (long i = 0; i < times; i++) {
                        writer.write(flow);
                      }
                    }));
  }
}
