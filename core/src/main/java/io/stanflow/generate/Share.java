package io.stanflow.generate;

/**
 * A share of a scenario's flows that is to have one word of an attribute.
 *
 * @param attribute name of a condition of the model, or of the label
 * @param word one of its words
 * @param share from 0 to 1
 */
public record Share(String attribute, String word, double share) {
  public Share {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of %s=%s is %s, not from 0 to 100 %%".formatted(attribute, word, 100 * share));
    }
  }
}
