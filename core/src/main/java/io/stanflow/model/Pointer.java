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
  private final Layout layout;
  private final int width;
  private final int key;
  private final float[] queryWeight;
  private final float[] queryBias;
  private final float[] slots;
  private final float[] services;
  private final float[] positions;
  private final float[][] sketches;

  Pointer(Architecture architecture, Layout layout, Weights weights, List<Profile> profiles) {
    this.layout = layout;
    width = architecture.width();
    key = architecture.key();
    queryWeight = weights.get("pointer.query.weight");
    queryBias = weights.get("pointer.query.bias");
    slots = weights.get("pointer.slots");
    services = weights.get("pointer.services");
    positions = weights.get("pointer.positions");
    sketches = new float[profiles.size()][];
    for (int p = 0; p < sketches.length; p++) {
      sketches[p] = keys(profiles.get(p), weights.get("pointer.sketches"));
    }
  }

  private float[] keys(Profile profile, float[] table) {
    int[] sizes = layout.sketchTokens();
    float[] keys = new float[(layout.slots() - layout.recencySlots()) * key];
    for (int j = 0; j < profile.heavyPeers(); j++) {
      int offset = 0;
      for (int i = 0; i < sizes.length; i++) {
        Kernel.add(table, (offset + profile.sketch(j)[i]) * key, key, keys, j * key);
        offset += sizes[i];
      }
    }
    return keys;
  }

  /**
   * Adds the scores of one row: recency slots to the first logits, heavy peers to the last.
   *
   * @param state the row's state, from {@code stateFrom}
   * @param query scratch of the key's width
   * @param logits of the row, from {@code logitsFrom}
   */
  void add(
      float[] state,
      int stateFrom,
      int profile,
      Inputs inputs,
      float[] query,
      float[] logits,
      int logitsFrom) {
    System.arraycopy(queryBias, 0, query, 0, key);
    for (int j = 0; j < width; j++) {
      Kernel.addScaled(state[stateFrom + j], queryWeight, j * key, key, query, 0);
    }
    int recency = layout.recencySlots();
    int classes = layout.fields().get(layout.pointerField()).components();
    for (int s = 0; s < layout.slots(); s++) {
      float score =
          Kernel.dot(query, 0, slots, inputs.slots[2 * s] * key, key)
              + Kernel.dot(query, 0, services, inputs.slots[2 * s + 1] * key, key)
              + Kernel.dot(query, 0, positions, s * key, key);
      if (s < recency) {
        logits[logitsFrom + s] += score;
      } else {
        float sketch = Kernel.dot(query, 0, sketches[profile], (s - recency) * key, key);
        logits[logitsFrom + classes - layout.slots() + s] += score + sketch;
      }
    }
  }
}
