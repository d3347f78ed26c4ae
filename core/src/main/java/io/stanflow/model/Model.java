package io.stanflow.model;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import java.util.List;

/**
 * A trained model: all that generation needs.
 *
 * @param profiles at least one
 */
public record Model(
    FlowCodec codec,
    Architecture architecture,
    Weights weights,
    List<Profile> profiles,
    Provenance provenance) {
  public Model {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a model needs a profile");
    }
  }
}
