package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.UsualSize;

/**
 * Finds the sizes that the flow may repeat: the service's recent ones, then those that the profile
 * calls usual. Shows the network of each how many there are and the first two.
 */
final class RecentSizeInputs implements StageInputs {
  private static final int SHOWN = 2;
  private final int stage;
  private final int divisor;
  private final MixtureCode code;
  private final int recentToken;
  private final int usualToken;

  /**
   * @param stage index of the field of the quantity that recurs
   */
  RecentSizeInputs(QuantitySpec spec, MixtureCode code, int stage, Layout.Builder layout) {
    this.stage = stage;
    divisor = spec.divisor();
    this.code = code;
    recentToken = tokens(spec.name() + ".recent", QuantitySpec.RECENT, layout);
    usualToken = tokens(spec.name() + ".usual", UsualSize.OFFERED, layout);
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
    long packets = row.flow.quantities[divisor];
    row.recentCount = row.host.services().recent(row.flow, row.recent);
    row.usualCount = row.host.profile.usualSizes(row.flow, packets, row.usual);
    write(row.recent, row.recentCount, packets, inputs, recentToken);
    write(row.usual, row.usualCount, packets, inputs, usualToken);
  }

  private void write(long[] sizes, int count, long packets, Inputs inputs, int token) {
    inputs.tokens[token] = count;
    for (int i = 0; i < SHOWN; i++) {
      inputs.tokens[token + 1 + i] =
          i < count ? code.token(sizes[i], Math.max(1, packets)) : code.tokens();
    }
  }
}
