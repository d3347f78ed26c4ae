package io.stanflow.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * IP protocols by their IANA keyword in capitals, the form in which flows hold them. Protocols
 * without a well-known keyword stand as their number.
 */
public final class Protocol {
  private static final Set<String> WITH_PORTS =
      Set.of("TCP", "UDP", "SCTP", "DCCP", "UDPLITE", "RTP", "RTCP", "UDT");
  private static final Map<Integer, String> KEYWORDS =
      Map.ofEntries(
          Map.entry(1, "ICMP"),
          Map.entry(2, "IGMP"),
          Map.entry(4, "IPIP"),
          Map.entry(6, "TCP"),
          Map.entry(17, "UDP"),
          Map.entry(33, "DCCP"),
          Map.entry(41, "IPV6"),
          Map.entry(46, "RSVP"),
          Map.entry(47, "GRE"),
          Map.entry(50, "ESP"),
          Map.entry(51, "AH"),
          Map.entry(58, "ICMP6"),
          Map.entry(88, "EIGRP"),
          Map.entry(89, "OSPF"),
          Map.entry(103, "PIM"),
          Map.entry(112, "VRRP"),
          Map.entry(115, "L2TP"),
          Map.entry(132, "SCTP"),
          Map.entry(136, "UDPLITE"));

  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    for (int number = 0; number < 256; number++) {
      NUMBERS.put(ofNumber(number), number);
    }
  }

  private Protocol() {}

  /** The keyword for text as files have it: {@code tcp}, {@code "TCP "}, {@code 6}. */
  public static String keyword(String text) {
    String trimmed = text.strip();
    if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return trimmed.length() > 3 ? trimmed : ofNumber(Integer.parseInt(trimmed));
    }
    return trimmed.toUpperCase(Locale.ROOT);
  }

  /** The keyword of IANA protocol {@code number}, or the number itself as text. */
  public static String ofNumber(int number) {
    return KEYWORDS.getOrDefault(number, Integer.toString(number));
  }

  /** The IANA number of a keyword, or -1 if it has none. */
  public static int number(String keyword) {
    return NUMBERS.getOrDefault(keyword, -1);
  }

  /**
   * The index of a keyword among some, or, where it is none of them, of the first that is like it:
   * with ports if it has any, ICMP if it is one; else UDP, which fragments without ports and
   * tunnels may have; else the first.
   */
  public static int nearest(String keyword, List<String> known) {
    int index = known.indexOf(keyword);
    for (int i = 0; index < 0 && i < known.size(); i++) {
      boolean icmp = isIcmp(known.get(i)) == isIcmp(keyword);
      index = icmp && hasPorts(known.get(i)) == hasPorts(keyword) ? i : -1;
    }
    return index >= 0 ? index : Math.max(0, known.indexOf("UDP"));
  }

  /** Whether a protocol, one of tunnels mostly, has neither ports nor ICMP's messages. */
  public static boolean isPortless(String keyword) {
    return !keyword.isEmpty() && !hasPorts(keyword) && !isIcmp(keyword);
  }

  /** Whether packets of this protocol carry transport ports. */
  public static boolean hasPorts(String keyword) {
    return WITH_PORTS.contains(keyword);
  }

  /** Whether NetFlow keeps the message's type · 256 + code in the destination port. */
  public static boolean isIcmp(String keyword) {
    return keyword.equals("ICMP") || keyword.equals("ICMP6");
  }

  /** Smallest layer-3 packet without options, bytes: the IP header and the protocol's own. */
  public static int smallestPacket(String keyword) {
    return switch (keyword) {
      case "TCP" -> 40;
      case "UDP", "ICMP" -> 28;
      default -> 20;
    };
  }
}
