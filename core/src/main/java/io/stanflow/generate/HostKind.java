package io.stanflow.generate;

import java.util.List;
import java.util.Map;

/**
 * Hosts of a model that do the same, as {@link ProfileKinds} names them; at least as many as must
 * share an address, or all that there are.
 *
 * @param share of the training hosts
 * @param flowsPerDay of one host: the quartiles over the hosts
 * @param rhythm {@link #BY_DAY}, {@link #BY_NIGHT} or {@link #ROUND_THE_CLOCK}
 * @param hours share of the flows in each hour of the day, by the clock of the training flows
 * @param services share of the flows that each service has, falling, from 1 % on
 * @param words of conditions or the label, as {@code label blacklist}: the share of the flows,
 *     where it is well above that of all hosts' flows
 */
public record HostKind(
    String name,
    double share,
    List<Double> flowsPerDay,
    String rhythm,
    List<Double> hours,
    Map<String, Double> services,
    Map<String, Double> words) {
  /** Two thirds of the flows, at least, come from 8 to 20 o'clock. */
  public static final String BY_DAY = "by day";

  /** Two thirds of the flows, at least, come from 20 to 8 o'clock. */
  public static final String BY_NIGHT = "by night";

  public static final String ROUND_THE_CLOCK = "round the clock";

  private static final double MOST = 2.0 / 3;
  private static final int MORNING = 8;
  private static final int EVENING = 20;

  /** The rhythm of flows by the hour of the day, in any unit. */
  static String rhythm(double[] hours) {
    double day = 0;
    double all = 0;
    for (int hour = 0; hour < hours.length; hour++) {
      day += hour >= MORNING && hour < EVENING ? hours[hour] : 0;
      all += hours[hour];
    }
    return day >= MOST * all ? BY_DAY : day <= (1 - MOST) * all ? BY_NIGHT : ROUND_THE_CLOCK;
  }
}
