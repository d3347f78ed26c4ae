package io.stanflow.generate;

import io.stanflow.flow.Flow;
import io.stanflow.model.Kernel;
import io.stanflow.model.Likelihood;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A trained model, ready to generate. Thread-safe.
 *
 * <pre>
 * Scenario scenario = Scenario.DEFAULTS.withHosts(20).withSeed(7);
 * try (Stream&lt;Flow&gt; flows = StanflowModel.load(path).generate(scenario)) {
 *   long bytes = flows.mapToLong(Flow::bytes).sum();
 * }
 * </pre>
 */
public final class StanflowModel {
  private final Model model;
  private final Network network;

  public StanflowModel(Model model) {
    this(model, Kernel.best());
  }

  /** A model whose network runs on this kernel; the flows are the same on every one. */
  public StanflowModel(Model model, Kernel kernel) {
    this.model = model;
    network = new Network(model, kernel);
  }

  /**
   * Reads a model file.
   *
   * @throws io.stanflow.model.ModelException if the file is not a whole, unchanged model
   */
  public static StanflowModel load(Path file) throws IOException {
    return new StanflowModel(ModelFile.read(file));
  }

  public Model model() {
    return model;
  }

  /** Measures what real flows cost under the model; one for each thread. */
  public Likelihood likelihood() {
    return new Likelihood(model, network);
  }

  /** The scenario's flows in time order; close the stream if it is not read to its end. */
  public Stream<Flow> generate(Scenario scenario) {
    Generation generation = start(scenario);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    var flows = Spliterators.spliteratorUnknownSize(generation, traits);
    return StreamSupport.stream(flows, false).onClose(generation::close);
  }

  /** The same flows as an iterator that knows how many are planned. */
  public Generation start(Scenario scenario) {
    return plan(scenario).start();
  }

  /**
   * Plans a scenario, to generate it in parts.
   *
   * @throws IllegalArgumentException if it has no end, too many flows or too few addresses
   */
  public PlannedScenario plan(Scenario scenario) {
    return new PlannedScenario(model, network, scenario);
  }
}
