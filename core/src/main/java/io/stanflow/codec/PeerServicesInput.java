package io.stanflow.codec;

/**
 * Shows the network how many services the peer has had with this host: most have one, and keep to
 * it however often they are met.
 */
final class PeerServicesInput implements StageInputs {
  private static final int MOST = 4;
  private final int stage;
  private final int token;

  PeerServicesInput(int stage, Layout.Builder layout) {
    this.stage = stage;
    token = layout.token("peer.services", MOST + 1, stage, false, false);
  }

  @Override
  public int stage() {
    return stage;
  }

  @Override
  public void write(Row row, Inputs inputs) {
    inputs.tokens[token] = row.met ? Math.min(MOST, row.peer.services()) : 0;
  }
}
