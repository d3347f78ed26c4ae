package io.stanflow.generate;

/**
 * A share of a scenario's flows that is to have one word of an attribute.
 *
 * @param attribute name of a condition of the model, of the label, {@code protocol}, or {@code
 *     port}
 * @param word one of its words; of ports {@code 443} or {@code tcp/443}
 * @param share from 0 to 1
 */
public record Share(String attribute, String word, double share) {
  public Share {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of %s=%s is %s, not from 0 to 100 %%".formatted(attribute, word, 100 * share));
    }
  }

  /** As {@link ScenarioText#shares} takes it. */
  String text() {
    return "%s=%s:%s%%".formatted(attribute, word, Math.round(1e4 * share) / 1e2);
  }
}
