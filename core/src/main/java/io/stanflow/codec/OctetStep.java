package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.random.RandomGenerator;

/**
 * One of the first three octets of a new IPv4 peer, given those before it (as STAN codes
 * addresses), where at least k hosts share the prefix up to it. The others follow once the row is
 * decided, see {@link ExternalPeers}.
 */
final class OctetStep extends Step {
  /** Octets that are coded; the fourth never is. */
  static final int CODED = 3;

  private final int index;
  private final boolean[] firstOctets;
  private final int token;

  OctetStep(int index, boolean[] firstOctets, Layout.Builder layout) {
    super(Field.discrete("octet" + (index + 1), 256, false), layout);
    this.index = index;
    this.firstOctets = firstOctets;
    token = layout.token(field().name(), 257, known(), false, false);
  }

  @Override
  boolean present(Row row) {
    return PrefixStep.isIpv4(row.prefix) && row.prefix - PrefixStep.IPV4 > index;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(truth.peer.octet(index), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (present(row)) {
      row.octets[index] = truth.peer.octet(index);
    }
    if (index == CODED - 1 && row.peer == null) {
      row.meet(row.host.peer(truth.peer, row.heavy));
    }
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int octet = 0; octet < 256; octet++) {
      allowed[octet] = mask(index > 0 || firstOctets[octet]);
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    row.octets[index] = component;
  }

  /** The last step knows where the peer lies. */
  @Override
  void complete(Row row, RandomGenerator random) {
    if (index == CODED - 1 && row.peer == null) {
      int shared = row.prefix - PrefixStep.IPV4;
      int bits = 0;
      for (int octet = 0; octet < shared; octet++) {
        bits |= row.octets[octet] << (Byte.SIZE * (AddressSpec.OCTETS - 1 - octet));
      }
      row.meetIn(new Cidr(Address.ofIpv4(bits), shared * Byte.SIZE));
    }
  }

  @Override
  void write(Row row, Inputs inputs) {
    inputs.tokens[token] = present(row) ? row.octets[index] : 256;
  }
}
