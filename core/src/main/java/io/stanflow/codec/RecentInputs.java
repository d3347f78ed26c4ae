package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.UsualSize;

/**
 * Finds the values that the flow may repeat: the service's recent ones, then of sizes those that
 * the profile calls usual. Shows the network of each how many there are and the first two.
 */
final class RecentInputs implements StageInputs {
  private static final int SHOWN = 2;
  private final int stage;
  private final int index;
  private final int divisor;
  private final MixtureCode code;
  private final int recentToken;
  private final int usualToken;

  /**
   * @param index of the quantity among those that recur
   * @param stage index of the quantity's field
   */
  RecentInputs(QuantitySpec spec, int index, MixtureCode code, int stage, Layout.Builder layout) {
    this.stage = stage;
    this.index = index;
    divisor = spec.divisor();
    this.code = code;
    recentToken = tokens(spec.name() + ".recent", QuantitySpec.RECENT, layout);
    usualToken = divisor < 0 ? -1 : tokens(spec.name() + ".usual", UsualSize.OFFERED, layout);
  }

  private int tokens(String name, int most, Layout.Builder layout) {
    int first = layout.token(name, most + 1, stage, false, false);
    for (int i = 0; i < SHOWN; i++) {
      layout.token(name + i, code.tokens() + 1, stage, false, false);
    }
    return first;
  }

  @Override
  public int stage() {
    return stage;
  }

  @Override
  public void write(Row row, Inputs inputs) {
    row.recentCount = row.host.services().recent(row.flow, index, row.recent);
    if (divisor < 0) {
      write(row.recent, row.recentCount, 1, inputs, recentToken);
      return;
    }
    long by = row.flow.quantities[divisor];
    write(row.recent, row.recentCount, by, inputs, recentToken);
    row.usualCount = row.host.profile.usualSizes(row.flow, by, row.usual);
    write(row.usual, row.usualCount, by, inputs, usualToken);
  }

  private void write(long[] values, int count, long by, Inputs inputs, int token) {
    inputs.tokens[token] = count;
    for (int i = 0; i < SHOWN; i++) {
      inputs.tokens[token + 1 + i] =
          i < count ? code.token(values[i], Math.max(1, by)) : code.tokens();
    }
  }
}
