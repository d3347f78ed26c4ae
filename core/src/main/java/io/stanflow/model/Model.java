package io.stanflow.model;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.flow.TableLayout;
import java.util.List;

/**
 * A trained model: all that generation needs.
 *
 * @param profiles at least one
 * @param table the user's own table that the training flows came in; null for a known format
 */
public record Model(
    FlowCodec codec,
    Architecture architecture,
    Weights weights,
    List<Profile> profiles,
    Provenance provenance,
    TableLayout table) {
  public Model {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a model needs a profile");
    }
    int attributes = codec.schema().size();
    if (table != null && table.columns().size() != attributes) {
      throw new IllegalArgumentException(
          table.columns().size() + " columns for " + attributes + " attributes");
    }
  }

  /** A model of flows that came in a known format. */
  public Model(
      FlowCodec codec,
      Architecture architecture,
      Weights weights,
      List<Profile> profiles,
      Provenance provenance) {
    this(codec, architecture, weights, profiles, provenance, null);
  }
}
