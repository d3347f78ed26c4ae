package io.stanflow.io.netflow;

/** A packet that does not follow its protocol; the message is the fact alone. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1;

  /** Completes the sentence "packet N: ..." with what is wrong. */
  public MalformedPacketException(String fact) {
    super(fact);
  }
}
