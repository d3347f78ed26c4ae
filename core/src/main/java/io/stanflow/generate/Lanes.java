package io.stanflow.generate;

import io.stanflow.codec.Field;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.RowBuffer;
import io.stanflow.model.Network;
import java.util.List;

/**
 * Generates hosts side by side in lock step, on one thread: every step gives each lane's host one
 * flow. Which hosts they are is the {@link Schedule}'s to say. What a host generates does not
 * depend on the lanes beside it.
 */
final class Lanes {
  /** Enough for the matrix products to reuse each weight; more hosts outgrow the cache. */
  static final int LANES = 32;

  private final Network network;
  private final Layout layout;
  private final Network.Pass pass;
  private final boolean timed;
  private final HostStream[] hosts = new HostStream[LANES];
  private final Network.Memory[] memories = new Network.Memory[LANES];
  private final RowBuffer[] rows = new RowBuffer[LANES];
  private final Inputs[] inputs = new Inputs[LANES];
  private final Inputs[] finished = new Inputs[LANES];
  private final int[] open = new int[LANES];
  private final float[] outputs;
  private final ComponentSampler components;
  private int count;

  Lanes(FlowCodec codec, Network network) {
    timed = codec.spec().clockUnit() > 0;
    for (int l = 0; l < LANES; l++) {
      rows[l] = new RowBuffer(codec);
      inputs[l] = rows[l].inputs();
    }
    layout = network.layout();
    pass = network.new Pass(LANES);
    this.network = network;
    outputs = new float[LANES * network.longestStride()];
    components = new ComponentSampler(network.kernel(), network.longestStride());
  }

  /** Generates flows until the schedule has no host left. */
  void run(Schedule schedule) {
    try {
      while ((count = schedule.exchange(hosts, count)) > 0) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException | Error e) {
      schedule.fail(e);
    }
  }

  private void step() {
    for (int l = 0; l < count; l++) {
      memories[l] = hosts[l].memory;
      hosts[l].sampler.begin(rows[l]);
    }
    pass.start(memories, count);
    List<Field> fields = layout.fields();
    for (int f = 0; f < fields.size(); f++) {
      pass.addStage(f, inputs, count);
      int rows = ask(f);
      pass.head(f, memories, inputs, open, rows, outputs);
      Field field = fields.get(f);
      for (int r = 0; r < rows; r++) {
        components.draw(f, field, hosts[open[r]].sampler, outputs, r * network.stride(f));
      }
      for (int l = 0; l < count; l++) {
        hosts[l].sampler.decided(f);
      }
    }
    finish();
  }

  /** Ends the rows, but for those that are to be drawn again: of these nothing is remembered. */
  private void finish() {
    int kept = 0;
    for (int l = 0; l < count; l++) {
      if (!hosts[l].sampler.isRejected()) {
        memories[kept] = memories[l];
        finished[kept] = inputs[l];
        kept++;
      }
    }
    pass.finish(memories, finished, kept);
    for (int l = 0; l < count; l++) {
      if (!hosts[l].sampler.isRejected()) {
        hosts[l].finish(timed);
      }
    }
  }

  /** Notes the lanes whose field {@code f} is the network's to decide; gives their number. */
  private int ask(int f) {
    int rows = 0;
    for (int l = 0; l < count; l++) {
      HostSampler sampler = hosts[l].sampler;
      if (sampler.present(f)) {
        int only = sampler.only(f);
        if (only >= 0) {
          sampler.draw(f, only, 0, 1);
        } else {
          open[rows++] = l;
        }
      }
    }
    return rows;
  }
}
