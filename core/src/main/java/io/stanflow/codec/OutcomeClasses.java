package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.ServiceSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * Classes of finished flows, whatever components gave them: the service, the fixed component that
 * each of its quantities is nearest to, with addresses whether its peer is inside the network; and
 * of services that many flows are of, groups of these components, one block for each quantity.
 * Blocks of classes, one after the other.
 */
public final class OutcomeClasses {
  private final ServiceClasses services;
  private final CodecSpec spec;
  private final MixtureCode[] quantities;

  /** Blocks that every flow has a class of. */
  private final int general;

  /** Where each block starts; last: the number of classes. */
  private final int[] starts;

  /** The first block of each service that has some. */
  private final Map<Integer, Integer> blocksOfServices = new HashMap<>();

  /** Of the blocks of services, from the first on: the class of each token of the quantity. */
  private final int[][] groups;

  OutcomeClasses(CodecSpec spec, Protocols protocols) {
    this.spec = spec;
    services = new ServiceClasses(spec, protocols);
    quantities =
        spec.quantities().stream()
            .map(q -> new MixtureCode(q.mixture()))
            .toArray(MixtureCode[]::new);
    boolean addresses = spec.addresses() != null;
    general = quantities.length + (addresses ? 2 : 1);
    groups = new int[spec.services().size() * quantities.length][];
    starts = new int[general + groups.length + 1];
    starts[1] = services.size();
    for (int q = 0; q < quantities.length; q++) {
      starts[q + 2] = starts[q + 1] + quantities[q].tokens();
    }
    if (addresses) {
      starts[general] = starts[general - 1] + 2;
    }
    int block = general;
    for (ServiceSpec service : spec.services()) {
      blocksOfServices.put(service.service(), block);
      for (ServiceSpec.Values values : service.quantities()) {
        starts[block + 1] = starts[block] + values.ends().length;
        groups[block - general] = classes(values.ends(), starts[block]);
        block++;
      }
    }
  }

  private static int[] classes(int[] ends, int first) {
    int[] classes = new int[ends[ends.length - 1]];
    for (int group = 0, token = 0; group < ends.length; group++) {
      for (; token < ends[group]; token++) {
        classes[token] = first + group;
      }
    }
    return classes;
  }

  /** Number of services of a codec. */
  public static int services(CodecSpec spec) {
    return new ServiceClasses(spec, new Protocols(spec)).size();
  }

  /** A service in words. */
  public String text(int service) {
    return services.text(service);
  }

  /** The protocol of a service. */
  public int protocol(int service) {
    return services.protocol(service);
  }

  /** The port of a service; -1 where there is none, or it is one of several. */
  public int port(int service) {
    return services.port(service);
  }

  /** Whether the training flows show a service, either way. */
  public boolean isShown(int service) {
    return services.isShown(service);
  }

  ServiceClasses services() {
    return services;
  }

  /** Code of quantity {@code q}. */
  MixtureCode code(int q) {
    return quantities[q];
  }

  /**
   * Number of blocks that every flow has a class of: service, each quantity, with addresses inside.
   */
  public int blocks() {
    return general;
  }

  /** Number of classes of each block, those of services too. */
  int[] sizes() {
    int[] sizes = new int[starts.length - 1];
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
    return starts[general - 1] + (internal ? 1 : 0);
  }

  private boolean isInside(int block) {
    return block == quantities.length + 1 && block < general;
  }

  /**
   * The first block of a service, which those of the other quantities follow; -1 if it has none.
   */
  public int blockOf(int service) {
    return blocksOfServices.getOrDefault(service, -1);
  }

  /** The class of each token of a quantity in a service's block of it. */
  public int[] classes(int block) {
    return groups[block - general];
  }

  /** What is known of a service's quantity; null if nothing is. */
  ServiceSpec.Values values(int service, int quantity) {
    int block = blockOf(service);
    return block < 0
        ? null
        : spec.services().get((block - general) / quantities.length).quantities().get(quantity);
  }

  /**
   * The class of a decided flow in each block that every flow has, counted from the first block.
   */
  public int of(Observation flow, int block) {
    if (block == 0) {
      return services.of(flow.protocol, flow.localPort, flow.peerPort);
    }
    return isInside(block) ? inside(flow.internal) : starts[block] + token(flow, block - 1);
  }

  /** The token of a decided flow's quantity. */
  int token(Observation flow, int q) {
    int by = spec.quantities().get(q).divisor();
    long divisor = by < 0 ? 1 : Math.max(1, flow.quantities[by]);
    return quantities[q].token(flow.quantities[q], divisor);
  }
}
