package io.stanflow.flow;

import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ordered list of uniquely named attributes. Attributes named by this class's constants have a
 * meaning beyond their kind (the peer is found through {@link #SOURCE_ADDRESS}, say); all others
 * are columns like any other. Every attribute is optional, also time and addresses.
 */
public final class Schema {
  /** When the flow is recorded; {@link Kind#START} or {@link Kind#END}. */
  public static final String TIME = "time";

  /** Last packet minus first packet; {@link Kind#DURATION}. */
  public static final String DURATION = "duration";

  public static final String SOURCE_ADDRESS = "sourceAddress";
  public static final String DESTINATION_ADDRESS = "destinationAddress";
  public static final String SOURCE_PORT = "sourcePort";
  public static final String DESTINATION_PORT = "destinationPort";

  /** IANA keyword in capitals, see {@link Protocol}; {@link Kind#CATEGORICAL}. */
  public static final String PROTOCOL = "protocol";

  public static final String TCP_FLAGS = "tcpFlags";
  public static final String PACKETS = "packets";

  /** Layer-3 bytes of all packets; {@link Kind#COUNT}. */
  public static final String BYTES = "bytes";

  /** What a flow is part of, such as an attack; {@link Kind#CATEGORICAL}. */
  public static final String LABEL = "label";

  /** Attributes that codecs find by their names; all others they code by their kinds. */
  public static final Set<String> FOUND_BY_NAME =
      Set.of(TIME, SOURCE_ADDRESS, DESTINATION_ADDRESS, SOURCE_PORT, DESTINATION_PORT, PROTOCOL);

  private final List<Attribute> attributes;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int time;
  private final int[] slots;
  private final Held[] held;
  private final int numbers;
  private final int words;

  /**
   * @throws IllegalArgumentException if a name occurs twice, there is more than one timestamp, or a
   *     name with a meaning has the wrong kind
   */
  public Schema(List<Attribute> attributes) {
    this.attributes = List.copyOf(attributes);
    this.slots = new int[attributes.size()];
    this.held = new Held[slots.length];
    int nextNumber = 0;
    int nextWord = 0;
    int timestamps = 0;
    for (int i = 0; i < slots.length; i++) {
      Attribute attribute = this.attributes.get(i);
      if (indexes.put(attribute.name(), i) != null) {
        throw new IllegalArgumentException("two attributes are named " + attribute.name());
      }
      checkKind(attribute);
      timestamps += attribute.kind().isTime() ? 1 : 0;
      held[i] = attribute.held();
      boolean word = held[i] == Held.WORD;
      slots[i] = word ? nextWord++ : nextNumber;
      nextNumber += word ? 0 : attribute.held() == Held.ADDRESS ? 2 : 1;
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
          case TIME -> attribute.kind().isTime();
          case DURATION -> attribute.kind() == Kind.DURATION;
          case SOURCE_ADDRESS, DESTINATION_ADDRESS -> attribute.kind() == Kind.ADDRESS;
          case SOURCE_PORT, DESTINATION_PORT -> attribute.kind() == Kind.PORT;
          case PROTOCOL -> attribute.kind() == Kind.CATEGORICAL;
          case TCP_FLAGS -> attribute.kind() == Kind.FLAGS;
          case PACKETS, BYTES -> attribute.kind() == Kind.COUNT;
          default -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException("wrong kind for this name: " + attribute);
    }
  }

  /**
   * A unidirectional NetFlow record with further columns at its end.
   *
   * @param time when it is recorded: {@link Kind#START} or {@link Kind#END}
   */
  public static Schema netflow(Kind time, Attribute... further) {
    var attributes = new java.util.ArrayList<Attribute>();
    attributes.add(new Attribute(TIME, time));
    attributes.add(Attribute.duration(DURATION));
    attributes.add(Attribute.address(SOURCE_ADDRESS));
    attributes.add(Attribute.address(DESTINATION_ADDRESS));
    attributes.add(Attribute.port(SOURCE_PORT));
    attributes.add(Attribute.port(DESTINATION_PORT));
    attributes.add(Attribute.categorical(PROTOCOL));
    attributes.add(Attribute.flags(TCP_FLAGS));
    attributes.add(Attribute.count(PACKETS));
    attributes.add(Attribute.count(BYTES));
    attributes.addAll(List.of(further));
    return new Schema(attributes);
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  public int size() {
    return attributes.size();
  }

  /** Kind of attribute {@code index}. */
  public Kind kind(int index) {
    return attributes.get(index).kind();
  }

  /** Position of the attribute of this name, or -1. */
  public int index(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** Whether there is an attribute of this name. */
  public boolean has(String name) {
    return indexes.containsKey(name);
  }

  /** Position of the timestamp, or -1; asked for with every flow. */
  int time() {
    return time;
  }

  /**
   * Where an attribute stands among a flow's numbers, or its words if it is one.
   *
   * @param index as {@link #index(String)} gives it
   * @throws IllegalArgumentException with the names if there is none, or it is held otherwise
   */
  int slot(int index, Held wanted) {
    if (index < 0 || index >= slots.length || held[index] != wanted) {
      throw new IllegalArgumentException(
          index < 0 || index >= slots.length
              ? "there is no attribute " + index + "; " + names()
              : attributes.get(index).name() + " is no " + wanted.noun() + "; " + names());
    }
    return slots[index];
  }

  /**
   * Position of the attribute of this name.
   *
   * @throws IllegalArgumentException with the names if there is none
   */
  int found(String name) {
    int index = index(name);
    if (index < 0) {
      throw new IllegalArgumentException("there is no attribute " + name + "; " + names());
    }
    return index;
  }

  private String names() {
    return "the flows have " + String.join(", ", attributes.stream().map(this::described).toList());
  }

  private String described(Attribute attribute) {
    return attribute.name() + " (" + attribute.held().noun() + ")";
  }

  int numbers() {
    return numbers;
  }

  int words() {
    return words;
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
