package io.stanflow.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes of the formats beyond those of {@link io.stanflow.flow.Schema}, whose kinds follow
 * from their names in tables too. {@code reverse} is what RFC 5103 means by it: from the
 * destination back.
 */
final class Further {
  static final String REVERSE_PACKETS = "reversePackets";
  static final String REVERSE_BYTES = "reverseBytes";

  /** The source's share where packets and bytes are totals of both directions. */
  static final String SOURCE_PACKETS = "sourcePackets";

  static final String SOURCE_BYTES = "sourceBytes";

  /** Layer-5 bytes, without headers. */
  static final String PAYLOAD_BYTES = "payloadBytes";

  static final String REVERSE_PAYLOAD_BYTES = "reversePayloadBytes";
  static final String MISSED_BYTES = "missedBytes";
  static final String REVERSE_TCP_FLAGS = "reverseTcpFlags";
  static final String REVERSE_TOS = "reverseTos";
  static final String SERVICE = "service";
  static final String CONNECTION_STATE = "connectionState";
  static final String HISTORY = "history";
  static final String LOCAL_ORIGINATOR = "localOriginator";
  static final String LOCAL_RESPONDER = "localResponder";
  static final String DETAILED_LABEL = "detailedLabel";
  static final String DIR = "dir";
  static final String STATE = "state";
  static final String ATTACK = "attack";
  static final String ATTACK_TYPE = "attackType";
  static final String ATTACK_ID = "attackId";
  static final String ATTACK_DESCRIPTION = "attackDescription";
  static final String REASON = "reason";
  static final String ALERTED = "alerted";
  static final String TCP_STATE = "tcpState";
  static final String L7_PROTO = "l7Proto";

  /** Kinds by name, as {@link Kinds} has them. */
  static final Map<String, String> KINDS = new HashMap<>();

  static {
    put(
        "count",
        List.of(
            REVERSE_PACKETS,
            REVERSE_BYTES,
            SOURCE_PACKETS,
            SOURCE_BYTES,
            PAYLOAD_BYTES,
            REVERSE_PAYLOAD_BYTES,
            MISSED_BYTES));
    put("flags", List.of(REVERSE_TCP_FLAGS));
    put(
        "word",
        List.of(
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
    put("real", UnswNb15Format.REALS);
  }

  private Further() {}

  private static void put(String kind, List<String> names) {
    names.forEach(name -> KINDS.put(name, kind));
  }
}
