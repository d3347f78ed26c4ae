package io.stanflow.flow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port as users name it to choose flows that have it on either side: {@code 443}, or {@code
 * tcp/443} of one transport.
 *
 * @param protocol its keyword; null for any transport
 * @param port from 0 to 65,535
 */
public record ServicePort(String protocol, int port) {
  /** What stands for a port in place of an attribute's name. */
  public static final String NAME = "port";

  private static final Pattern TEXT = Pattern.compile("(?:(\\w+)/)?(\\d{1,5})");
  private static final int MOST = 65_535;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ServicePort parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST) {
      throw new IllegalArgumentException("'%s' is no port; write 443 or tcp/443".formatted(text));
    }
    String protocol = parts.group(1) == null ? null : Protocol.keyword(parts.group(1));
    return new ServicePort(protocol, Integer.parseInt(parts.group(2)));
  }
}
