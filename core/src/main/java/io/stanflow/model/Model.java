package io.stanflow.model;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.flow.TableLayout;
import java.util.List;

/**
 * A trained model: all that generation needs.
 *
 * @param profiles at least one
 * @param words what flows with a word of a condition, or of the label, are like
 * @param table the user's own table that the training flows came in; null for a known format
 */
public record Model(
    FlowCodec codec,
    Architecture architecture,
    Weights weights,
    List<Profile> profiles,
    List<WordProfile> words,
    Provenance provenance,
    TableLayout table) {
  public Model {
    profiles = List.copyOf(profiles);
    words = List.copyOf(words);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a model needs a profile");
    }
    int attributes = codec.schema().size();
    if (table != null && table.columns().size() != attributes) {
      throw new IllegalArgumentException(
          table.columns().size() + " columns for " + attributes + " attributes");
    }
  }

  /** The same model with other profiles. */
  public Model withProfiles(List<Profile> others) {
    return new Model(codec, architecture, weights, others, words, provenance, table);
  }

  /** The same model that knows what flows with these words are like. */
  public Model withWords(List<WordProfile> others) {
    return new Model(codec, architecture, weights, profiles, others, provenance, table);
  }

  /** A model of flows that came in a known format, without conditions. */
  public Model(
      FlowCodec codec,
      Architecture architecture,
      Weights weights,
      List<Profile> profiles,
      Provenance provenance) {
    this(codec, architecture, weights, profiles, List.of(), provenance, null);
  }
}
