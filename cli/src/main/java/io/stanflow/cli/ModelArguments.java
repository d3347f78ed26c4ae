package io.stanflow.cli;

import io.stanflow.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model to generate by. */
final class ModelArguments {
  /** Where the bundled one lies in stanflow's folder. */
  private static final String BUNDLED = "models/ugr16.stanflow";

  /** Where the launcher says that stanflow lies. */
  private static final String HOME = "stanflow.home";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Model that stanflow train wrote (default: the bundled " + BUNDLED + ").")
  private Path model;

  /**
   * The model's file.
   *
   * @throws ModelException if the bundled one is asked for and not there
   */
  Path path() throws ModelException {
    if (model != null) {
      return model;
    }
    Path file = Path.of(System.getProperty(HOME, ".")).resolve(BUNDLED);
    if (!Files.exists(file)) {
      throw new ModelException(
          ModelException.Kind.MISSING,
          file.toString(),
          "the bundled model is not there",
          "name a model with --model");
    }
    return file;
  }
}
