package io.stanflow.codec.spec;

import io.stanflow.flow.Range;
import java.util.List;

/**
 * What is known of the flows of one service, of those that many flows are of.
 *
 * @param service its class among those of services, in the order of the codec
 * @param quantities one for each quantity of the codec
 */
public record ServiceSpec(
    @Range(least = 0, most = Integer.MAX_VALUE) int service, List<Values> quantities) {
  public ServiceSpec {
    quantities = List.copyOf(quantities);
  }

  /**
   * What values of a quantity the service's flows have.
   *
   * @param most the largest, in the quantity's unit
   * @param ends tokens of the quantity where groups of them end, ascending, the last one's too;
   *     each group is a share of the service's flows that profiles state
   */
  public record Values(
      @Range(least = -0x1p63, most = 0x1p63) long most,
      @Range(least = 1, most = Short.MAX_VALUE) int[] ends) {}
}
