package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Observation;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.spec.Timer;
import io.stanflow.codec.spec.UsualSize;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Kinds of {@linkplain ServicePart parts} of a host: a service, the class of a flow's first {@link
 * OutcomeClasses}, and the flows' label where they have one, so that attacks stay apart; of a codec
 * with conditions, these in its place.
 */
final class PartKinds {
  /** A port that no service goes by. */
  private static final int VARYING = 65_535;

  private final FlowCodec codec;

  /** Token groups of the words that keep parts of one service apart, and their sizes. */
  private final int[] words;

  private final int[] sizes;

  /** All combinations of these. */
  private final int labels;

  PartKinds(FlowCodec codec) {
    this.codec = codec;
    List<String> names = codec.spec().parting();
    List<Layout.TokenGroup> groups = codec.layout().groups();
    words =
        IntStream.range(0, groups.size())
            .filter(g -> names.contains(groups.get(g).name()))
            .toArray();
    sizes = IntStream.of(words).map(g -> groups.get(g).size()).toArray();
    labels = IntStream.of(sizes).reduce(1, Math::multiplyExact);
  }

  /** The kind of a decided flow. */
  int of(Observation decided, Inputs inputs) {
    int kind = codec.outcomes().of(decided, 0);
    for (int i = 0; i < words.length; i++) {
      kind = Math.addExact(Math.multiplyExact(kind, sizes[i]), inputs.tokens[words[i]]);
    }
    return kind;
  }

  /**
   * The class that flows of a kind have of an attribute that parts them.
   *
   * @param attribute its name
   */
  int word(int kind, String attribute) {
    int left = Math.floorMod(kind, labels);
    for (int i = words.length - 1; i >= 0; i--) {
      if (codec.layout().groups().get(words[i]).name().equals(attribute)) {
        return left % sizes[i];
      }
      left /= sizes[i];
    }
    throw new IllegalArgumentException("parts nothing: " + attribute);
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
