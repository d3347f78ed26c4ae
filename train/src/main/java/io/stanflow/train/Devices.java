package io.stanflow.train;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** Chooses where training runs. */
final class Devices {
  private Devices() {}

  /**
   * Picks the device.
   *
   * @param name auto, cpu or gpu
   * @throws TrainException if a GPU is asked for and there is none to use; says what is missing
   */
  static Device find(String name) throws TrainException {
    Engine engine = Torch.engine();
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
}
