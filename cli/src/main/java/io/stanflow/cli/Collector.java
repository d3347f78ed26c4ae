package io.stanflow.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where flows are replayed to. */
record Collector(String host, int port) {
  /**
   * The address to send to; the name is asked for once, so that what was checked is what is used.
   *
   * @param allowRemote whether it may be another machine
   * @throws IllegalArgumentException if it is one but may not, or has no address
   */
  InetSocketAddress resolve(boolean allowRemote) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host '" + host + "' has no address", e);
    }
    InetAddress address = addresses[0];
    if (!address.isLoopbackAddress() && !allowRemote) {
      throw new IllegalArgumentException(
          host
              + " is "
              + address.getHostAddress()
              + ", not this machine's loopback, and a collector cannot tell replayed flows from"
              + " real ones; pass --allow-remote if that is meant");
    }
    return new InetSocketAddress(address, port);
  }

  @Override
  public String toString() {
    return "udp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Reads {@code udp://HOST:PORT}. */
  static final class Converter implements ITypeConverter<Collector> {
    @Override
    public Collector convert(String text) {
      try {
        URI uri = URI.create(text);
        String host = uri.getHost();
        boolean plain = "udp".equals(uri.getScheme()) && uri.getRawPath().isEmpty();
        if (plain && host != null && uri.getPort() >= 1 && uri.getPort() <= 65_535) {
          boolean ipv6 = host.startsWith("[");
          return new Collector(ipv6 ? host.substring(1, host.length() - 1) : host, uri.getPort());
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      throw new TypeConversionException(
          "'" + text + "' is no collector; write udp://127.0.0.1:2055");
    }
  }
}
