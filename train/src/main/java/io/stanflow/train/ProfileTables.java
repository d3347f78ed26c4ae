package io.stanflow.train;

import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import java.util.Arrays;
import java.util.List;

/** Profiles as tables for row look-up. */
final class ProfileTables {
  /** Per field, shape (profiles, components); null for a field without a prior. */
  final float[][] priors;

  final int heavySlots;

  /** Shape (profiles · heavy slots, kinds), offset into the table of sketch tokens. */
  final long[] sketches;

  /** Shape (profiles, heavy slots, 1): 0 where the profile has no such heavy peer. */
  final float[] sketchThere;

  ProfileTables(Layout layout, List<Profile> profiles) {
    priors = new float[layout.fields().size()][];
    heavySlots = Math.max(1, layout.slots() - layout.recencySlots());
    int kinds = layout.sketchTokens().length;
    sketches = new long[profiles.size() * heavySlots * Math.max(1, kinds)];
    sketchThere = new float[profiles.size() * heavySlots];
    for (int p = 0; p < profiles.size(); p++) {
      for (int j = 0; j < profiles.get(p).heavyPeers(); j++) {
        int at = p * heavySlots + j;
        sketchThere[at] = 1;
        int offset = 0;
        for (int i = 0; i < kinds; i++) {
          sketches[at * kinds + i] = (long) offset + profiles.get(p).sketch(j)[i];
          offset += layout.sketchTokens()[i];
        }
      }
    }
    int offset = 0;
    for (int f = 0; f < priors.length; f++) {
      Field field = layout.fields().get(f);
      if (field.prior()) {
        int from = offset;
        offset += field.components();
        priors[f] = new float[profiles.size() * field.components()];
        for (int p = 0; p < profiles.size(); p++) {
          float[] part = Arrays.copyOfRange(profiles.get(p).priors(), from, offset);
          System.arraycopy(part, 0, priors[f], p * part.length, part.length);
        }
      }
    }
  }
}
