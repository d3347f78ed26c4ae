package io.stanflow.cli;

import io.stanflow.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that comes with stanflow. */
final class BundledModel {
  /** Where it lies in stanflow's folder. */
  static final String NAME = "models/ugr16.stanflow";

  /** Where the launcher says that stanflow lies. */
  private static final String HOME = "stanflow.home";

  private BundledModel() {}

  /**
   * Its file.
   *
   * @throws ModelException if it is not there
   */
  static Path path() throws ModelException {
    Path file = Path.of(System.getProperty(HOME, ".")).resolve(NAME);
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
