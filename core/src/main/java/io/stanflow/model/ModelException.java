package io.stanflow.model;

import java.io.IOException;

/** A model file that cannot be used: what is wrong with it, and what to do. */
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  public ModelException(String file, String fact, String remedy) {
    super("%s: %s; %s".formatted(file, fact, remedy));
  }

  public ModelException(String file, String fact, String remedy, Throwable cause) {
    super("%s: %s; %s".formatted(file, fact, remedy), cause);
  }
}
