package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Observation;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Schema;
import java.util.stream.IntStream;

/**
 * Kinds of {@linkplain ServicePart parts} of a host: a service, the class of a flow's first {@link
 * OutcomeClasses}, and the flows' label where they have one, so that attacks stay apart.
 */
final class PartKinds {
  /** A port that no service goes by. */
  private static final int VARYING = 65_535;

  private final FlowCodec codec;

  /** Token group of the label; -1 without. */
  private final int label;

  private final int labels;

  PartKinds(FlowCodec codec) {
    this.codec = codec;
    int found = -1;
    for (int g = 0; g < codec.layout().groups().size(); g++) {
      found = codec.layout().groups().get(g).name().equals(Schema.LABEL) ? g : found;
    }
    label = found;
    labels = label < 0 ? 1 : codec.layout().groups().get(label).size();
  }

  /** The kind of a decided flow. */
  int of(Observation decided, Inputs inputs) {
    int service = codec.outcomes().of(decided, 0);
    return service * labels + (label < 0 ? 0 : inputs.tokens[label]);
  }

  /** Kinds of a timer's service, one for each label. */
  IntStream of(Timer timer) {
    int local = timer.local() ? timer.port() : VARYING;
    int peer = timer.local() ? VARYING : timer.port();
    int first = service(timer.protocol(), local, peer) * labels;
    return IntStream.range(first, first + labels);
  }

  /** The kind that takes in those of few hosts, by their label: below all others, above -1 - n. */
  int rest(int kind) {
    return -1 - Math.floorMod(kind, labels);
  }

  /** The kind that takes in those rests which are of few hosts. */
  int rest() {
    return -1 - labels;
  }

  /** The service of a kind that is not several taken together. */
  int service(int kind) {
    return Math.floorDiv(kind, labels);
  }

  /** Whether a usual size is one of a kind's service. */
  boolean has(int kind, UsualSize size) {
    int service = service(kind);
    return service == service(size.protocol(), size.port(), VARYING)
        || service == service(size.protocol(), VARYING, size.port());
  }

  private int service(int protocol, int localPort, int peerPort) {
    var seen = new Observation(0, 0);
    seen.protocol = protocol;
    seen.localPort = localPort;
    seen.peerPort = peerPort;
    return codec.outcomes().of(seen, 0);
  }
}
