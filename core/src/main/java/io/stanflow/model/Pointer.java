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
  private final Kernel kernel;
  private final int width;
  private final int key;
  private final float[] queryWeight;
  private final float[] queryBias;
  private final float[] slots;
  private final float[] services;
  private final float[] positions;
  private final float[][] sketches;

  Pointer(
      Architecture architecture,
      Layout layout,
      Weights weights,
      List<Profile> profiles,
      Kernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
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
        kernel.add(table, (offset + profile.sketch(j)[i]) * key, key, keys, j * key);
        offset += sizes[i];
      }
    }
    return keys;
  }

  /**
   * Adds the scores of rows: recency slots to the first logits, heavy peers to the last.
   *
   * @param states shape (rows, width)
   * @param query scratch, shape (rows, key)
   * @param logits shape (rows, classes)
   */
  void add(
      float[] states,
      int rows,
      int[] which,
      Network.Memory[] hosts,
      Inputs[] inputs,
      float[] query,
      float[] logits) {
    kernel.affine(states, rows, width, queryWeight, queryBias, key, query);
    int classes = layout.fields().get(layout.pointerField()).components();
    for (int r = 0; r < rows; r++) {
      float[] heavy = sketches[hosts[which[r]].profile()];
      add(query, r * key, inputs[which[r]].slots, heavy, logits, r * classes);
    }
  }

  private void add(
      float[] query, int from, short[] tokens, float[] heavy, float[] logits, int logitsFrom) {
    int recency = layout.recencySlots();
    int heavyFrom =
        logitsFrom + layout.fields().get(layout.pointerField()).components() - layout.slots();
    for (int s = 0; s < layout.slots(); s++) {
      int token = tokens[2 * s] * key;
      int service = tokens[2 * s + 1] * key;
      float score = score(query, from, token, service, s * key);
      if (s < recency) {
        logits[logitsFrom + s] += score;
      } else {
        logits[heavyFrom + s] += score + sketch(query, from, heavy, (s - recency) * key);
      }
    }
  }

  /** Query times the sum of a slot's keys: in two sums, of even and odd places, for speed. */
  private float score(float[] query, int from, int slot, int service, int position) {
    float even = 0;
    float odd = 0;
    for (int i = 0; i + 2 <= key; i += 2) {
      float k = slots[slot + i] + services[service + i] + positions[position + i];
      even += query[from + i] * k;
      k = slots[slot + i + 1] + services[service + i + 1] + positions[position + i + 1];
      odd += query[from + i + 1] * k;
    }
    if (key % 2 == 1) {
      int i = key - 1;
      even += query[from + i] * (slots[slot + i] + services[service + i] + positions[position + i]);
    }
    return even + odd;
  }

  private float sketch(float[] query, int from, float[] heavy, int at) {
    float sum = 0;
    for (int i = 0; i < key; i++) {
      sum += query[from + i] * heavy[at + i];
    }
    return sum;
  }
}
