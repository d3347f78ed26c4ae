package io.stanflow.train;

import java.io.IOException;

/** Training that cannot go on: what happened, and what to try. */
public final class TrainException extends IOException {
  private static final long serialVersionUID = 1L;

  public TrainException(String message) {
    super(message);
  }

  public TrainException(String message, Throwable cause) {
    super(message, cause);
  }
}
