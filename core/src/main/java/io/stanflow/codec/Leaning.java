package io.stanflow.codec;

import java.util.Arrays;

/**
 * Leads a row, step by step, to what flows of its host lack (see {@link Steering}): whatever says
 * what the flow will be for is likelier by e^b of its cell, and what leaves that open by the mean
 * of what can come of it,
 *
 * <pre>z' = z + b_c − ln Σ_c' p_c' e^{b_c'}</pre>
 *
 * with p the shares of cells among the services that are still open, by the profile.
 */
final class Leaning {
  private final ServiceCells cells;
  private final ServiceClasses services;
  private final Steering steering;

  /** What cells' logits are moved by. */
  private final double[] moves;

  /** Shares of cells of all services; of each protocol's; of each protocol's at peers' ports. */
  private final double[] all;

  private final double[][] ofProtocol;
  private final double[][] atPeers;

  /** The mean of what can come, of each of these. */
  private double mean;

  private final double[] meanOfProtocol;
  private final double[] meanAtPeers;

  /**
   * @param steering which says what is lacking
   */
  Leaning(Wanted.Services wanted, ServiceClasses services, Steering steering) {
    double[] shares = wanted.open();
    cells = wanted.cells();
    this.services = services;
    this.steering = steering;
    int protocols = services.protocol(services.size() - 1) + 1;
    moves = new double[cells.count()];
    all = new double[moves.length];
    ofProtocol = new double[protocols][moves.length];
    atPeers = new double[protocols][moves.length];
    for (int s = 0; s < shares.length; s++) {
      int p = services.protocol(s);
      int cell = cells.of(s);
      all[cell] += shares[s];
      ofProtocol[p][cell] += shares[s];
      atPeers[p][cell] += services.isLocal(s) ? 0 : shares[s];
    }
    meanOfProtocol = new double[protocols];
    meanAtPeers = new double[protocols];
  }

  /** Starts a row. */
  void begin() {
    for (int c = 0; c < moves.length; c++) {
      moves[c] = steering.move(c);
    }
    mean = mean(all);
    Arrays.setAll(meanOfProtocol, p -> mean(ofProtocol[p]));
    Arrays.setAll(meanAtPeers, p -> mean(atPeers[p]));
  }

  private double mean(double[] shares) {
    double weight = 0;
    double sum = 0;
    for (int c = 0; c < moves.length; c++) {
      weight += shares[c];
      sum += shares[c] * StrictMath.exp(moves[c]);
    }
    return weight == 0 ? mean : StrictMath.log(sum / weight);
  }

  /** Of a component that says the service, where others leave it open; 0 for service -1. */
  float ofService(int service) {
    return service < 0 ? 0 : (float) (moves[cells.of(service)] - mean);
  }

  /** Of a protocol. */
  float ofProtocol(int protocol) {
    return (float) (meanOfProtocol[protocol] - mean);
  }

  /** Of the host's port, where other ports leave the peer's to say what the flow is for. */
  float ofLocalPort(int protocol, int token) {
    return (float) (moves[cells.of(services.firstLocal(protocol) + token)] - meanAtPeers[protocol]);
  }

  /** Of the peer's port, where that of the host is known. */
  float ofPeerPort(int protocol, int localPort, int peerPort) {
    return (float) moves[cells.of(protocol, localPort, peerPort)];
  }
}
