package io.stanflow.codec;

import io.stanflow.flow.Series;
import java.util.Map;

/** Which flows of a table's series are given. */
public interface GivenFlows {
  /** All are the hosts' own. */
  GivenFlows NONE = series -> Map.of();

  /** Those of a series by their index. */
  Map<Integer, Given> of(Series series);
}
