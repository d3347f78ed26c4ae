package io.stanflow.codec;

import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A flow as its host sees it, and back: direction, sides and units. */
final class FlowView {
  private final Schema schema;
  private final long clockUnit;
  private final Protocols protocols;
  private final Map<String, Integer> protocolClasses;
  private final QuantitySpec.Units[] units;
  private final List<Categories> categories;
  private final List<String> keywords;
  private final TypesAndCodes typesAndCodes;
  private final int[] wordIndexes;
  private final int[] quantityIndexes;
  private final int time;
  private final int source;
  private final int destination;
  private final int sourcePort;
  private final int destinationPort;
  private final int protocol;

  FlowView(CodecSpec spec, Protocols protocols, List<Categories> categories) {
    this.categories = categories;
    keywords = List.of(spec.protocols());
    typesAndCodes = new TypesAndCodes(spec);
    schema = spec.schema();
    clockUnit = spec.clockUnit();
    this.protocols = protocols;
    protocolClasses =
        IntStream.range(0, protocols.size())
            .boxed()
            .collect(Collectors.toMap(protocols::keyword, i -> i));
    wordIndexes = spec.categories().stream().mapToInt(c -> schema.index(c.name())).toArray();
    quantityIndexes = spec.quantities().stream().mapToInt(q -> schema.index(q.name())).toArray();
    units = spec.quantities().stream().map(QuantitySpec::units).toArray(QuantitySpec.Units[]::new);
    time = schema.index(Schema.TIME);
    source = schema.index(Schema.SOURCE_ADDRESS);
    destination = schema.index(Schema.DESTINATION_ADDRESS);
    sourcePort = schema.index(Schema.SOURCE_PORT);
    destinationPort = schema.index(Schema.DESTINATION_PORT);
    protocol = schema.index(Schema.PROTOCOL);
  }

  Schema schema() {
    return schema;
  }

  private int protocolClass(String keyword) {
    Integer known = protocolClasses.get(keyword);
    return known != null ? known : Protocol.nearest(keyword, keywords);
  }

  /**
   * Reads a flow from the side of {@code host}. A source port of a protocol that has none (ESP's
   * SPI, which nfdump prints there) is taken as 0. Words, protocols, types and codes of ICMP that
   * the codec does not know, since too few hosts share them, are taken as others that it knows.
   */
  void observe(Flow flow, Address host, Observation into) {
    into.time = time < 0 ? 0 : Math.floorDiv(flow.number(time), clockUnit);
    into.protocol = protocol < 0 ? 0 : protocolClass(flow.word(protocol));
    into.outgoing = true;
    if (host != null) {
      Address from = flow.address(source);
      into.outgoing = from.equals(host);
      into.peer = into.outgoing ? flow.address(destination) : from;
    }
    if (sourcePort >= 0) {
      boolean ports = protocols.hasPorts(into.protocol);
      int from = ports ? (int) flow.number(sourcePort) : 0;
      boolean icmp = protocols.isIcmp(into.protocol);
      int to = ports || icmp ? (int) flow.number(destinationPort) : 0;
      to = icmp ? typesAndCodes.nearest(to, into.protocol, into.outgoing) : to;
      into.localPort = into.outgoing ? from : to;
      into.peerPort = into.outgoing ? to : from;
    }
    for (int i = 0; i < wordIndexes.length; i++) {
      into.words[i] =
          categories.get(i).known(CategorySpec.word(flow, wordIndexes[i]), into.protocol);
    }
    for (int i = 0; i < quantityIndexes.length; i++) {
      into.quantities[i] = units[i].of(flow, quantityIndexes[i]);
    }
  }

  /** The flow that {@code host} has seen so; the inverse of {@link #observe}. */
  Flow flow(Observation seen, Address host) {
    var draft = new Flow.Draft(schema);
    if (time >= 0) {
      draft.number(time, seen.time * clockUnit);
    }
    if (protocol >= 0) {
      draft.word(protocol, protocols.keyword(seen.protocol));
    }
    if (host != null) {
      draft.address(source, seen.outgoing ? host : seen.peer);
      draft.address(destination, seen.outgoing ? seen.peer : host);
    }
    if (sourcePort >= 0) {
      draft.number(sourcePort, seen.outgoing ? seen.localPort : seen.peerPort);
      draft.number(destinationPort, seen.outgoing ? seen.peerPort : seen.localPort);
    }
    for (int i = 0; i < wordIndexes.length; i++) {
      CategorySpec.set(draft, wordIndexes[i], schema.kind(wordIndexes[i]), seen.words[i]);
    }
    for (int i = 0; i < quantityIndexes.length; i++) {
      int attribute = quantityIndexes[i];
      units[i].set(draft, attribute, schema.kind(attribute), seen.quantities[i]);
    }
    return draft.flow();
  }
}
