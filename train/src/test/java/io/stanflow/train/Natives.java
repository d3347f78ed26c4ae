package io.stanflow.train;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class where PyTorch has no native library for this machine. */
final class Natives implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    String reason = null;
    try {
      Torch.engine();
    } catch (RuntimeException | LinkageError e) {
      reason = "no PyTorch native on the class path: " + e.getMessage();
    }
    Assumptions.assumeTrue(reason == null, reason);
  }
}
