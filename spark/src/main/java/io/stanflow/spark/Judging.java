package io.stanflow.spark;

import io.stanflow.flow.Cidr;
import java.util.List;
import java.util.Map;

/**
 * How tables are judged.
 *
 * @param internal blocks of the real hosts; may be empty if tables have no addresses
 * @param syntheticInternal blocks of the synthetic ones
 * @param columns by attribute the columns that have other names, in those tables that have them
 */
public record Judging(
    List<Cidr> internal, List<Cidr> syntheticInternal, Map<String, String> columns) {
  public Judging {
    internal = List.copyOf(internal);
    syntheticInternal = List.copyOf(syntheticInternal);
    columns = Map.copyOf(columns);
  }

  /** Of tables with stanflow's names, all in the same networks. */
  public static Judging of(List<Cidr> internal) {
    return new Judging(internal, internal, Map.of());
  }
}
