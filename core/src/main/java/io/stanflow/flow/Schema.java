package io.stanflow.flow;

import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Count;
import io.stanflow.flow.Attribute.Duration;
import io.stanflow.flow.Attribute.Flags;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Attribute.Port;
import io.stanflow.flow.Attribute.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ordered list of uniquely named attributes. Attributes named by this class's constants have a
 * meaning beyond their kind (the peer is found through {@link #SOURCE_ADDRESS}, say); all others
 * are columns like any other. Every attribute is optional, also time and addresses.
 */
public final class Schema {
  /** When the flow is recorded; {@link Timestamp}. */
  public static final String TIME = "time";

  /** Last packet minus first packet; {@link Duration}. */
  public static final String DURATION = "duration";

  public static final String SOURCE_ADDRESS = "sourceAddress";
  public static final String DESTINATION_ADDRESS = "destinationAddress";
  public static final String SOURCE_PORT = "sourcePort";
  public static final String DESTINATION_PORT = "destinationPort";

  /** IANA keyword in capitals, see {@link Protocol}; {@link Categorical}. */
  public static final String PROTOCOL = "protocol";

  public static final String TCP_FLAGS = "tcpFlags";
  public static final String PACKETS = "packets";

  /** Layer-3 bytes of all packets; {@link Count}. */
  public static final String BYTES = "bytes";

  private final List<Attribute> attributes;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int time;
  private final int[] slots;
  private final int numbers;
  private final int words;

  /**
   * @throws IllegalArgumentException if a name occurs twice, there is more than one timestamp, or a
   *     name with a meaning has the wrong kind
   */
  public Schema(List<Attribute> attributes) {
    this.attributes = List.copyOf(attributes);
    this.slots = new int[attributes.size()];
    int nextNumber = 0;
    int nextWord = 0;
    int timestamps = 0;
    for (int i = 0; i < slots.length; i++) {
      Attribute attribute = this.attributes.get(i);
      if (indexes.put(attribute.name(), i) != null) {
        throw new IllegalArgumentException("two attributes are named " + attribute.name());
      }
      checkKind(attribute);
      timestamps += attribute instanceof Timestamp ? 1 : 0;
      if (attribute instanceof Categorical) {
        slots[i] = nextWord++;
      } else {
        slots[i] = nextNumber;
        nextNumber += attribute instanceof IpAddress ? 2 : 1;
      }
    }
    if (timestamps > 1) {
      throw new IllegalArgumentException(timestamps + " timestamps; a schema has at most one");
    }
    time = index(TIME);
    numbers = nextNumber;
    words = nextWord;
  }

  private static void checkKind(Attribute attribute) {
    boolean fits =
        switch (attribute.name()) {
          case TIME -> attribute instanceof Timestamp;
          case DURATION -> attribute instanceof Duration;
          case SOURCE_ADDRESS, DESTINATION_ADDRESS -> attribute instanceof IpAddress;
          case SOURCE_PORT, DESTINATION_PORT -> attribute instanceof Port;
          case PROTOCOL -> attribute instanceof Categorical;
          case TCP_FLAGS -> attribute instanceof Flags;
          case PACKETS, BYTES -> attribute instanceof Count;
          default -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException("wrong kind for this name: " + attribute);
    }
  }

  /** A unidirectional NetFlow record recorded at {@code edge}, with further columns at its end. */
  public static Schema netflow(Timestamp.Edge edge, Attribute... further) {
    var attributes = new java.util.ArrayList<Attribute>();
    attributes.add(new Timestamp(TIME, edge));
    attributes.add(new Duration(DURATION));
    attributes.add(new IpAddress(SOURCE_ADDRESS));
    attributes.add(new IpAddress(DESTINATION_ADDRESS));
    attributes.add(new Port(SOURCE_PORT));
    attributes.add(new Port(DESTINATION_PORT));
    attributes.add(new Categorical(PROTOCOL));
    attributes.add(new Flags(TCP_FLAGS));
    attributes.add(new Count(PACKETS));
    attributes.add(new Count(BYTES));
    attributes.addAll(List.of(further));
    return new Schema(attributes);
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  public int size() {
    return attributes.size();
  }

  /** Position of the attribute of this name, or -1. */
  public int index(String name) {
    return indexes.getOrDefault(name, -1);
  }

  public boolean has(String name) {
    return indexes.containsKey(name);
  }

  /** Position of the timestamp, or -1; asked for with every flow. */
  int time() {
    return time;
  }

  /** Where attribute {@code index} stands among a flow's numbers, or its words if categorical. */
  int slot(int index) {
    return slots[index];
  }

  int numbers() {
    return numbers;
  }

  int words() {
    return words;
  }

  /** Kinds that a flow holds as one whole number. */
  static boolean isNumber(Attribute attribute) {
    return attribute instanceof Timestamp
        || attribute instanceof Duration
        || attribute instanceof Count
        || attribute instanceof Port
        || attribute instanceof Flags;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema that && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return "Schema" + attributes;
  }
}
