package io.stanflow.evaluate.measure;

/**
 * How a file stands to a rule.
 *
 * @param checked flows that the rule is about
 * @param failed those that break it
 */
public record RuleOutcome(long checked, long failed) {
  /** Flows that pass, in %; 100 if there is nothing to check. */
  public double passPercent() {
    return checked == 0 ? 100 : 100.0 * (checked - failed) / checked;
  }
}
