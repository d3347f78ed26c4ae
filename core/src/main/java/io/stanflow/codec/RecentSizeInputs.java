package io.stanflow.codec;

/**
 * Finds the sizes that the flow may repeat of the host's earlier ones of the same service, and
 * shows the network how many there are and the latest two.
 */
final class RecentSizeInputs implements StageInputs {
  private static final int SHOWN = 2;
  private final int stage;
  private final int divisor;
  private final MixtureCode code;
  private final int firstToken;

  /**
   * @param stage index of the field of the quantity that recurs
   */
  RecentSizeInputs(QuantitySpec spec, int stage, Layout.Builder layout) {
    this.stage = stage;
    divisor = spec.divisor();
    code = new MixtureCode(spec.mixture());
    String name = spec.name() + ".recent";
    firstToken = layout.token(name, HostServices.RECENT + 1, stage, false, false);
    for (int i = 0; i < SHOWN; i++) {
      layout.token(name + i, code.tokens() + 1, stage, false, false);
    }
  }

  @Override
  public int stage() {
    return stage;
  }

  @Override
  public void write(Row row, Inputs inputs) {
    row.recentCount = row.host.services().recent(row.flow, row.recent);
    inputs.tokens[firstToken] = row.recentCount;
    long packets = Math.max(1, row.flow.quantities[divisor]);
    for (int i = 0; i < SHOWN; i++) {
      boolean there = i < row.recentCount;
      inputs.tokens[firstToken + 1 + i] =
          there ? code.token(row.recent[i], packets) : code.tokens();
    }
  }
}
