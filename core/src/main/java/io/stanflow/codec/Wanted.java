package io.stanflow.codec;

import java.util.Arrays;
import java.util.List;

/**
 * Shares of all of a host's flows that are asked for.
 *
 * @param words by attribute
 * @param services of what flows are for; null where nothing is asked of that
 */
public record Wanted(List<Words> words, Services services) {
  /** Where nothing is asked for. */
  public static final Wanted NOTHING = new Wanted(List.of(), null);

  /**
   * Shares of an attribute of words.
   *
   * @param attribute its name
   * @param shares of its classes, which sum to 1
   */
  public record Words(String attribute, double[] shares) {}

  /**
   * Shares of cells of services among the flows of the hosts' own; those that they are given by
   * sweeps and timers are known beforehand.
   *
   * @param shares of all cells, which sum to 1
   * @param usual likewise before anything was asked for
   * @param open shares of all services, by the profile
   */
  public record Services(ServiceCells cells, double[] shares, double[] usual, double[] open) {
    /**
     * The shares of all flows of a host.
     *
     * @param given of its flows that are given and in each cell
     */
    double[] with(double[] given) {
      double own = 1 - Arrays.stream(given).sum();
      double[] all = given.clone();
      Arrays.setAll(all, c -> given[c] + own * shares[c]);
      return all;
    }
  }

  public Wanted {
    words = List.copyOf(words);
  }
}
