package io.stanflow.model;

import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import java.util.List;

/**
 * Scores peers by what is known of them (Vinyals et al., Pointer Networks, 2015): query of the
 * decoder's state times a key, the sum of what a slot shows and, for a heavy peer, its sketch.
 */
final class Pointer {
  /** Rows scored at a time, so that their scores stay in the cache. */
  private static final int ROWS = 4;

  private final Layout layout;
  private final Kernel kernel;
  private final int key;
  private final Linear query;

  /** Keys of what a slot shows, then of services, then of positions, as the kernel wants them. */
  private final float[] keys;

  private final int firstService;
  private final int firstPosition;
  private final int all;
  private final int classes;
  private final int queryStride;
  private final float[][] sketches;

  Pointer(
      Architecture architecture,
      Layout layout,
      Weights weights,
      List<Profile> profiles,
      Kernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
    key = architecture.key();
    queryStride = Linear.stride(key);
    classes = layout.fields().get(layout.pointerField()).components();
    query = new Linear(weights, "pointer.query", architecture.width(), kernel);
    float[] slots = weights.get("pointer.slots");
    float[] services = weights.get("pointer.services");
    float[] positions = weights.get("pointer.positions");
    firstService = slots.length / key;
    firstPosition = firstService + services.length / key;
    all = firstPosition + positions.length / key;
    float[] rows = new float[key * all];
    transpose(slots, 0, rows);
    transpose(services, firstService, rows);
    transpose(positions, firstPosition, rows);
    keys = kernel.arrange(rows, key, all);
    sketches = new float[profiles.size()][];
    for (int p = 0; p < sketches.length; p++) {
      sketches[p] = keys(profiles.get(p), weights.get("pointer.sketches"));
    }
  }

  /** Into shape (key, all keys). */
  private void transpose(float[] table, int first, float[] rows) {
    for (int i = 0; i < table.length; i++) {
      rows[i % key * all + first + i / key] = table[i];
    }
  }

  private float[] keys(Profile profile, float[] table) {
    int[] sizes = layout.sketchTokens();
    float[] keys = new float[profile.heavyPeers() * key];
    for (int j = 0; j < profile.heavyPeers(); j++) {
      int offset = 0;
      for (int i = 0; i < sizes.length; i++) {
        Kernel.plain().add(table, (offset + profile.sketch(j)[i]) * key, key, keys, j * key);
        offset += sizes[i];
      }
    }
    return keys;
  }

  /** What one thread needs. */
  final class Scratch {
    private final float[] queries;
    private final float[] few = new float[ROWS * key];
    private final float[] scores = new float[ROWS * all];
    private final float[] noBias = new float[all];

    Scratch(int lanes) {
      queries = new float[lanes * queryStride];
    }
  }

  /**
   * Adds the scores of rows: recency slots to the first logits, heavy peers to the last.
   *
   * @param states shape (rows, width)
   * @param logits shape (rows, {@link Linear#stride} of the classes)
   */
  void add(
      float[] states,
      int rows,
      int[] which,
      Network.Memory[] hosts,
      Inputs[] inputs,
      Scratch scratch,
      float[] logits) {
    query.run(states, rows, scratch.queries);
    int stride = Linear.stride(classes);
    for (int from = 0; from < rows; from += ROWS) {
      int n = Math.min(ROWS, rows - from);
      for (int r = 0; r < n; r++) {
        System.arraycopy(scratch.queries, (from + r) * queryStride, scratch.few, r * key, key);
      }
      kernel.affine(scratch.few, n, key, keys, scratch.noBias, all, scratch.scores);
      for (int r = 0; r < n; r++) {
        int row = from + r;
        short[] slots = inputs[which[row]].slots;
        addSlots(scratch.scores, r * all, slots, logits, row * stride);
        float[] heavy = sketches[hosts[which[row]].profile()];
        addSketches(scratch.few, r * key, heavy, logits, row * stride + classes);
      }
    }
  }

  private void addSlots(float[] scores, int from, short[] slots, float[] logits, int logitsFrom) {
    int recency = layout.recencySlots();
    int beside = classes - layout.slots();
    for (int s = 0; s < layout.slots(); s++) {
      float score = scores[from + slots[2 * s]];
      score += scores[from + firstService + slots[2 * s + 1]];
      score += scores[from + firstPosition + s];
      logits[logitsFrom + s + (s < recency ? 0 : beside)] += score;
    }
  }

  /** Scores of the profile's heavy peers, which are the last classes. */
  private void addSketches(float[] query, int from, float[] heavy, float[] logits, int end) {
    int first = end - (layout.slots() - layout.recencySlots());
    for (int j = 0; j * key < heavy.length; j++) {
      float sum = 0;
      for (int i = 0; i < key; i++) {
        sum += query[from + i] * heavy[j * key + i];
      }
      logits[first + j] += sum;
    }
  }
}
