package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of attributes: those of the formats beyond {@link Schema}'s, the kinds that follow from a
 * name in any table, and which names a table cannot have. {@code reverse} is what RFC 5103 means by
 * it: from the destination back.
 */
public final class AttributeNames {
  public static final String FORWARDING_STATUS = "forwardingStatus";
  public static final String TOS = "tos";
  public static final String LABEL = Schema.LABEL;
  public static final String REVERSE_PACKETS = "reversePackets";
  public static final String REVERSE_BYTES = "reverseBytes";

  /** The source's share where packets and bytes are totals of both directions. */
  public static final String SOURCE_PACKETS = "sourcePackets";

  public static final String SOURCE_BYTES = "sourceBytes";

  /** Layer-5 bytes, without headers. */
  public static final String PAYLOAD_BYTES = "payloadBytes";

  public static final String REVERSE_PAYLOAD_BYTES = "reversePayloadBytes";
  public static final String MISSED_BYTES = "missedBytes";
  public static final String REVERSE_TCP_FLAGS = "reverseTcpFlags";
  public static final String REVERSE_TOS = "reverseTos";
  public static final String SERVICE = "service";
  public static final String CONNECTION_STATE = "connectionState";
  public static final String HISTORY = "history";
  public static final String LOCAL_ORIGINATOR = "localOriginator";
  public static final String LOCAL_RESPONDER = "localResponder";
  public static final String DETAILED_LABEL = "detailedLabel";
  public static final String DIR = "dir";
  public static final String STATE = "state";
  public static final String ATTACK = "attack";
  public static final String ATTACK_TYPE = "attackType";
  public static final String ATTACK_ID = "attackId";
  public static final String ATTACK_DESCRIPTION = "attackDescription";
  public static final String REASON = "reason";
  public static final String ALERTED = "alerted";
  public static final String TCP_STATE = "tcpState";
  public static final String L7_PROTO = "l7Proto";

  /** Those of {@link Schema#netflow}, in its order. */
  public static final List<String> NETFLOW =
      Schema.netflow(Kind.START).attributes().stream().map(Attribute::name).toList();

  /** Times within a connection, in milliseconds, that UNSW-NB15 has. */
  static final List<String> INTERVALS =
      List.of(
          "jitter",
          "reverseJitter",
          "interPacketTime",
          "reverseInterPacketTime",
          "synAckTime",
          "ackDataTime");

  /** Names of columns beside the attributes in our tables. */
  private static final Set<String> RESERVED =
      Set.of(
          "host_high",
          "host_low",
          "peer_high",
          "peer_low",
          "outgoing",
          "rowid",
          "place_",
          "width_",
          "file_row_number");

  private static final Map<String, Kind> KINDS = new HashMap<>();

  static {
    put(Kind.START, List.of(Schema.TIME));
    put(Kind.DURATION, List.of(Schema.DURATION));
    put(Kind.ADDRESS, List.of(Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS));
    put(Kind.PORT, List.of(Schema.SOURCE_PORT, Schema.DESTINATION_PORT));
    put(Kind.FLAGS, List.of(Schema.TCP_FLAGS, REVERSE_TCP_FLAGS));
    put(
        Kind.COUNT,
        List.of(
            Schema.PACKETS,
            Schema.BYTES,
            REVERSE_PACKETS,
            REVERSE_BYTES,
            SOURCE_PACKETS,
            SOURCE_BYTES,
            PAYLOAD_BYTES,
            REVERSE_PAYLOAD_BYTES,
            MISSED_BYTES));
    put(
        Kind.CATEGORICAL,
        List.of(
            Schema.PROTOCOL,
            FORWARDING_STATUS,
            TOS,
            LABEL,
            REVERSE_TOS,
            SERVICE,
            CONNECTION_STATE,
            HISTORY,
            LOCAL_ORIGINATOR,
            LOCAL_RESPONDER,
            DETAILED_LABEL,
            DIR,
            STATE,
            ATTACK,
            ATTACK_TYPE,
            ATTACK_ID,
            ATTACK_DESCRIPTION,
            REASON,
            ALERTED,
            TCP_STATE,
            L7_PROTO));
    put(Kind.CONTINUOUS, INTERVALS);
  }

  private AttributeNames() {}

  private static void put(Kind kind, List<String> names) {
    names.forEach(name -> KINDS.put(name, kind));
  }

  /**
   * The kind that a column of this name has unless its table says another; a bare {@code time} is
   * the start of the flow.
   */
  public static Optional<Kind> kind(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }

  /** Whether our tables have a column of this name beside the attributes. */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it is an attribute's name without double quotes. */
  public static boolean isPlain(String name) {
    return Attribute.isName(name) && name.chars().noneMatch(c -> c == '"' || c == 0xfffd);
  }

  /**
   * Holds the names of a file's columns to these rules.
   *
   * @throws InputException naming a column that has no name or not its own
   */
  public static void check(Probe probe, List<String> names) throws InputException {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new InputException(probe.name(), "a column has no name", "name it in the header");
      }
      if (!isPlain(name)) {
        throw new InputException(
            probe.name(), "a column's name is not plain text", "check the file and its --format");
      }
      if (isReserved(name)) {
        throw new InputException(
            probe.name(), "a column is named " + name + ", a name we use ourselves", "rename it");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            probe.name(), "two columns are named " + name, "rename one in the header");
      }
    }
  }

  /**
   * The schema of a file whose columns are attributes.
   *
   * @throws InputException if two names are the same, or one has a kind that does not fit it
   */
  public static Schema schema(Probe probe, List<String> names, List<Kind> kinds)
      throws InputException {
    var attributes = new ArrayList<Attribute>();
    for (int i = 0; i < names.size(); i++) {
      attributes.add(new Attribute(names.get(i), kinds.get(i)));
    }
    try {
      return new Schema(attributes);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          probe.name(), "its columns make no table: " + e.getMessage(), "rename them");
    }
  }
}
