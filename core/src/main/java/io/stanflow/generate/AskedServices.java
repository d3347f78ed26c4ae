package io.stanflow.generate;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.Profile;
import io.stanflow.codec.ServiceCells.Part;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.ServicePort;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a model knows of the protocols and ports that shares are asked of. */
final class AskedServices {
  private static final int MOST_NAMED = 12;

  private final Model model;
  private final CodecSpec spec;

  AskedServices(Model model) {
    this.model = model;
    spec = model.codec().spec();
  }

  /** The attributes that shares can be asked of, if the model has them, and how often. */
  List<String> attributes() {
    List<String> attributes = new ArrayList<>();
    if (model.profiles().stream().anyMatch(profile -> profile.logMarginals().length == 0)) {
      return attributes;
    }
    if (spec.protocols().length > 1) {
      attributes.add(Schema.PROTOCOL);
    }
    if (spec.localPort() != null) {
      attributes.add(ServicePort.NAME);
    }
    attributes.removeAll(spec.parting()); // a column of words may have such a name
    return attributes;
  }

  /**
   * The flows that a share is asked of.
   *
   * @throws IllegalArgumentException if the model knows none such
   */
  Part part(Share share) {
    if (share.attribute().equals(Schema.PROTOCOL)) {
      return new Part(protocol(share.word()), -1);
    }
    ServicePort asked = ServicePort.parse(share.word());
    int protocol = asked.protocol() == null ? -1 : protocol(asked.protocol());
    Map<Integer, Double> known = ports(protocol);
    if (!known.containsKey(asked.port())) {
      throw new IllegalArgumentException(unknown(share.word(), known));
    }
    return new Part(protocol, asked.port());
  }

  private int protocol(String word) {
    List<String> known = List.of(spec.protocols());
    int found = known.indexOf(Protocol.keyword(word));
    if (found < 0) {
      throw new IllegalArgumentException(
          "the model knows no protocol '%s'; it knows %s"
              .formatted(word, String.join(", ", known)));
    }
    return found;
  }

  private static String unknown(String word, Map<Integer, Double> known) {
    List<String> first =
        known.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_NAMED)
            .map(each -> each.getKey().toString())
            .toList();
    int more = known.size() - first.size();
    return "the model knows no port %s; it knows %s%s"
        .formatted(word, String.join(", ", first), more > 0 ? " and %,d more".formatted(more) : "");
  }

  /** The ports that services of a protocol, -1 for all, have, with about how many flows. */
  private Map<Integer, Double> ports(int protocol) {
    FlowCodec codec = model.codec();
    OutcomeClasses outcomes = codec.outcomes();
    int block = codec.marginalBlocks().firstOutcomes();
    int first = codec.marginalBlocks().start(block);
    int services = codec.marginalBlocks().start(block + 1) - first;
    Map<Integer, Double> ports = new TreeMap<>();
    for (int s = 0; s < services; s++) {
      int port = outcomes.port(s);
      boolean of = protocol < 0 || outcomes.protocol(s) == protocol;
      if (port >= 0 && of && outcomes.isShown(s)) {
        double flows = 0;
        for (Profile profile : model.profiles()) {
          flows += profile.flowsPerDay() * StrictMath.exp(profile.logMarginals()[first + s]);
        }
        ports.merge(port, flows, Double::sum);
      }
    }
    return ports;
  }
}
