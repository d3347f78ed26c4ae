package io.stanflow.flow;

import java.util.Objects;

/**
 * One column of a flow table. The kind decides how a value is held in a {@link Flow}, how it is
 * coded and how it is printed; the name is unique in its {@link Schema} and part of the model file.
 * Names that have a meaning to the codecs are the constants of {@link Schema}.
 */
public sealed interface Attribute {
  /** Unique, stable name, such as {@code packets}. */
  String name();

  /**
   * The instant at which a flow is recorded; µs since 1970-01-01T00:00Z. A schema has at most one.
   */
  record Timestamp(String name, Edge edge) implements Attribute {
    /** Which end of the flow the source records: its first packet or its last. */
    public enum Edge {
      START,
      END
    }

    public Timestamp {
      checkName(name);
      Objects.requireNonNull(edge);
    }
  }

  /** A span of time, µs, at least 0. */
  record Duration(String name) implements Attribute {
    public Duration {
      checkName(name);
    }
  }

  /** A whole number, at least 0: packets, bytes. */
  record Count(String name) implements Attribute {
    public Count {
      checkName(name);
    }
  }

  /** Any finite real number. */
  record Continuous(String name) implements Attribute {
    public Continuous {
      checkName(name);
    }
  }

  /** A word out of a finite set: protocol, label, state. */
  record Categorical(String name) implements Attribute {
    public Categorical {
      checkName(name);
    }
  }

  /** An IPv4 or IPv6 address. */
  record IpAddress(String name) implements Attribute {
    public IpAddress {
      checkName(name);
    }
  }

  /** A transport port, 0 to 65,535; for ICMP's destination port, type · 256 + code. */
  record Port(String name) implements Attribute {
    public Port {
      checkName(name);
    }
  }

  /** TCP control bits seen in the flow, or-ed; see {@link TcpFlags}. */
  record Flags(String name) implements Attribute {
    public Flags {
      checkName(name);
    }
  }

  private static void checkName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an attribute needs a name");
    }
  }
}
