package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.CodecSpec;

/**
 * Classes that every finished flow has, whatever components gave them: its service, the fixed
 * component that each of its quantities is nearest to, and with addresses, whether its peer is
 * inside the network. Blocks of classes, one after the other.
 */
public final class OutcomeClasses {
  private final ServiceClasses services;
  private final CodecSpec spec;
  private final MixtureCode[] quantities;

  /** Where each block starts: services, each quantity, inside; last: the number of classes. */
  private final int[] starts;

  OutcomeClasses(CodecSpec spec, Protocols protocols) {
    this.spec = spec;
    services = new ServiceClasses(spec, protocols);
    quantities =
        spec.quantities().stream()
            .map(q -> new MixtureCode(q.mixture()))
            .toArray(MixtureCode[]::new);
    boolean addresses = spec.addresses() != null;
    starts = new int[quantities.length + (addresses ? 3 : 2)];
    starts[1] = services.size();
    for (int q = 0; q < quantities.length; q++) {
      starts[q + 2] = starts[q + 1] + quantities[q].tokens();
    }
    if (addresses) {
      starts[quantities.length + 2] = starts[quantities.length + 1] + 2;
    }
  }

  ServiceClasses services() {
    return services;
  }

  /** Code of quantity {@code q}. */
  MixtureCode code(int q) {
    return quantities[q];
  }

  /** Number of blocks: one of services, one of each quantity, with addresses one of inside. */
  public int blocks() {
    return starts.length - 1;
  }

  /** Number of classes of each block. */
  int[] sizes() {
    int[] sizes = new int[blocks()];
    for (int block = 0; block < sizes.length; block++) {
      sizes[block] = starts[block + 1] - starts[block];
    }
    return sizes;
  }

  /** First class of quantity {@code q}; the others follow in the order of its tokens. */
  int quantity(int q) {
    return starts[q + 1];
  }

  /** The class of flows with peers inside the network, or outside; only with addresses. */
  int inside(boolean internal) {
    return starts[quantities.length + 1] + (internal ? 1 : 0);
  }

  /** Whether a block is that of inside. */
  public boolean isInside(int block) {
    return block > quantities.length;
  }

  /** The class of a decided flow in each block, counted from the first block. */
  public int of(Observation flow, int block) {
    if (block == 0) {
      return services.of(flow.protocol, flow.localPort, flow.peerPort);
    }
    if (isInside(block)) {
      return inside(flow.internal);
    }
    int q = block - 1;
    int by = spec.quantities().get(q).divisor();
    long divisor = by < 0 ? 1 : Math.max(1, flow.quantities[by]);
    return starts[block] + quantities[q].token(flow.quantities[q], divisor);
  }
}
