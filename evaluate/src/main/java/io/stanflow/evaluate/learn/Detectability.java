package io.stanflow.evaluate.learn;

import java.util.List;

/**
 * Whether a classifier can tell a file's flows from the real ones: the classifier two-sample test
 * (Lopez-Paz and Oquab, Revisiting Classifier Two-Sample Tests, ICLR 2017).
 *
 * @param singleFlow from one flow's own attributes
 * @param runOfThree from three consecutive flows of a host and how they relate
 * @param runAsWritten from three such flows in the file's own order of one time, not the canonical
 *     one; null where these are the same
 * @param runOfTwenty from twenty consecutive flows of a host taken together
 * @param hostHour from all flows of a host in an hour
 * @param peerMinute from all flows of a peer in a minute; each null where there are too few
 */
public record Detectability(
    Test singleFlow,
    Test runOfThree,
    Test runAsWritten,
    Test runOfTwenty,
    Test hostHour,
    Test peerMinute) {

  /**
   * One classifier.
   *
   * @param auc area under its ROC curve on flows it has not seen: ½ nothing to tell, 1 each flow
   *     gives itself away, well below ½ copies of the real ones
   * @param low lower end of the 95 % interval
   * @param high upper end
   * @param flows of each file, or runs, hours, minutes, for training and test together
   * @param giveaways most important first
   */
  public record Test(double auc, double low, double high, int flows, List<Giveaway> giveaways) {
    public Test {
      giveaways = List.copyOf(giveaways);
    }
  }

  /**
   * What gives flows away.
   *
   * @param feature attribute or relation
   * @param importance by how much the AUC falls when its values are permuted over the test flows
   *     (Breiman 2001)
   */
  public record Giveaway(String feature, double importance) {}
}
