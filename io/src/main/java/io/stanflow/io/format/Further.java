package io.stanflow.io.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes of the formats beyond those of {@link io.stanflow.flow.Schema}, whose kinds follow
 * from their names in tables too. {@code reverse} is what RFC 5103 means by it: from the
 * destination back.
 */
public final class Further {
  public static final String FORWARDING_STATUS = "forwardingStatus";
  public static final String TOS = "tos";
  public static final String LABEL = "label";
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

  /** Times within a connection, in milliseconds, that UNSW-NB15 has. */
  static final List<String> INTERVALS =
      List.of(
          "jitter",
          "reverseJitter",
          "interPacketTime",
          "reverseInterPacketTime",
          "synAckTime",
          "ackDataTime");

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
    put("real", INTERVALS);
  }

  private Further() {}

  private static void put(String kind, List<String> names) {
    names.forEach(name -> KINDS.put(name, kind));
  }
}
