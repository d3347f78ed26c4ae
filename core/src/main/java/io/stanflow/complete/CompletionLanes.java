package io.stanflow.complete;

import io.stanflow.codec.Field;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.model.Network;
import io.stanflow.model.RowLikelihood;
import java.util.List;

/**
 * Completes hosts side by side in lock step, on one thread: every step completes one flow of each.
 * What is filled in does not depend on the hosts beside it.
 */
final class CompletionLanes {
  private static final int LANES = 16;
  private static final int ROWS = 64;

  private final Network network;
  private final Layout layout;
  private final Network.Pass pass;
  private final RowLikelihood rows;
  private final RowLikelihood pruning;
  private final Proposals proposals;
  private final HostLane[] lanes = new HostLane[LANES];
  private final HostLane[] open = new HostLane[LANES];
  private final HostLane[] asked = new HostLane[LANES];
  private final Network.Memory[] memories = new Network.Memory[LANES];
  private final Inputs[] inputs = new Inputs[LANES];
  private final int[] which = new int[LANES];
  private final float[] outputs;

  /** Whose candidate each row is, and which. */
  private final HostLane[] owners = new HostLane[ROWS];

  private final int[] candidates = new int[ROWS];
  private final double[] further = new double[ROWS];
  private int count;

  CompletionLanes(Network network) {
    this.network = network;
    layout = network.layout();
    pass = network.new Pass(LANES);
    rows = new RowLikelihood(network, ROWS);
    pruning = new RowLikelihood(network, 1);
    int most = layout.fields().stream().mapToInt(Field::components).max().orElse(1);
    proposals = new Proposals(most);
    outputs = new float[LANES * network.longestStride()];
  }

  /** Completes hosts until the feed has none left. */
  void run(HostFeed feed) throws InterruptedException {
    while (refill(feed)) {
      step();
    }
  }

  /** Takes finished hosts out and new ones in; false where none is left. */
  private boolean refill(HostFeed feed) throws InterruptedException {
    for (int l = 0; l < count; ) {
      if (lanes[l].hasNext()) {
        l++;
      } else {
        lanes[l] = lanes[--count];
      }
    }
    while (count < LANES) {
      HostLane next = feed.take(count == 0);
      if (next == null) {
        break;
      }
      lanes[count++] = next;
    }
    return count > 0;
  }

  private void step() {
    for (int l = 0; l < count; l++) {
      lanes[l].begin();
    }
    for (int n; (n = collectOpen()) > 0; ) {
      ask(n);
      tryAll(n);
      for (int i = 0; i < n; i++) {
        open[i].choose();
      }
    }
    for (int l = 0; l < count; l++) {
      lanes[l].finish();
      memories[l] = lanes[l].memory;
      inputs[l] = lanes[l].inputs;
    }
    pass.finish(memories, inputs, count);
  }

  private int collectOpen() {
    int n = 0;
    for (int l = 0; l < count; l++) {
      if (lanes[l].blank() != null) {
        open[n++] = lanes[l];
      }
    }
    return n;
  }

  /** Gives the first {@code n} open lanes their candidates. */
  private void ask(int n) {
    int heads = 0;
    int end = 0;
    for (int i = 0; i < n; i++) {
      if (open[i].reach()) {
        asked[heads] = open[i];
        memories[heads] = open[i].memory;
        inputs[heads++] = open[i].inputs;
        end = Math.max(end, open[i].blank().field() + 1);
      }
    }
    pass.start(memories, heads);
    List<Field> fields = layout.fields();
    for (int f = 0; f < end; f++) {
      pass.addStage(f, inputs, heads);
      int here = 0;
      for (int i = 0; i < heads; i++) {
        if (asked[i].blank().field() == f) {
          which[here++] = i;
        }
      }
      pass.head(f, memories, inputs, which, here, outputs);
      for (int i = 0; i < here; i++) {
        asked[which[i]].propose(proposals, fields.get(f), outputs, i * network.stride(f));
      }
    }
  }

  /** Weighs each candidate by the rest of its row. */
  private void tryAll(int n) {
    int r = 0;
    for (int i = 0; i < n; i++) {
      HostLane lane = open[i];
      boolean tried = lane.isToBeTried();
      if (tried) {
        lane.prune(pruning);
      }
      for (int c = 0; tried && c < lane.candidates.size(); c++) {
        further[r] = lane.attempt(c, rows, r);
        owners[r] = lane;
        candidates[r++] = c;
        if (r == ROWS) {
          weigh(r);
          r = 0;
        }
      }
    }
    weigh(r);
  }

  private void weigh(int count) {
    double[] logs = rows.logs(count);
    for (int r = 0; r < count; r++) {
      owners[r].candidates.weigh(candidates[r], logs[r] + further[r]);
    }
  }
}
