package io.stanflow.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Utils;

/** Chooses where training runs. */
final class Devices {
  private Devices() {}

  /**
   * Picks the device.
   *
   * @param name auto, cpu or gpu
   * @throws TrainException if a GPU is asked for and there is none to use, or PyTorch's native
   *     library does not start; says what is missing
   */
  static Device find(String name) throws TrainException {
    Engine engine = engine();
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    boolean usable = engine.getGpuCount() > 0;
    if (!usable && name.equals("gpu")) {
      throw new TrainException(
          "no usable GPU: PyTorch "
              + engine.getVersion()
              + " sees no CUDA device; check the driver (nvidia-smi) and that a CUDA native of"
              + " PyTorch is on the class path as docs/gpu.md shows, or pass --device cpu");
    }
    return usable ? Device.gpu() : Device.cpu();
  }

  private static Engine engine() throws TrainException {
    try {
      return Torch.engine();
    } catch (EngineException | LinkageError e) {
      throw new TrainException(obstacle(e), e);
    }
  }

  static String obstacle(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "PyTorch's native library cannot be unpacked and run in "
        + Utils.getEngineCacheDir("pytorch")
        + ": "
        + String.valueOf(cause.getMessage()).replaceAll("\\R", " ")
        + "; make room there or name another folder (DJL_CACHE_DIR=FOLDER), on a machine of x86-64"
        + " or aarch64 with glibc";
  }
}
