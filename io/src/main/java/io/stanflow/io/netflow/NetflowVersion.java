package io.stanflow.io.netflow;

/** The versions of the protocol. */
public enum NetflowVersion {
  V5("v5", 5, 2055),
  V9("v9", 9, 2055),
  IPFIX("ipfix", 10, 4739);

  private final String title;
  private final int number;
  private final int port;

  NetflowVersion(String title, int number, int port) {
    this.title = title;
    this.number = number;
    this.port = port;
  }

  /** Name on the command line. */
  public String title() {
    return title;
  }

  /** First field of each packet. */
  public int number() {
    return number;
  }

  /** Where collectors usually listen. */
  public int port() {
    return port;
  }

  /** The version of this number, or null. */
  public static NetflowVersion ofNumber(int number) {
    for (NetflowVersion version : values()) {
      if (version.number == number) {
        return version;
      }
    }
    return null;
  }
}
