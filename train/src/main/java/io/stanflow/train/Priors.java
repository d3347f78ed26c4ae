package io.stanflow.train;

import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import java.util.List;

/** The profiles' marginals as tables for row look-up. */
final class Priors {
  private Priors() {}

  /** Per field, shape (profiles, components); null for a field without a prior. */
  static float[][] tables(Layout layout, List<Profile> profiles) {
    float[][] tables = new float[layout.fields().size()][];
    int from = 0;
    for (int f = 0; f < tables.length; f++) {
      Field field = layout.fields().get(f);
      if (field.prior()) {
        int components = field.components();
        tables[f] = new float[profiles.size() * components];
        for (int p = 0; p < profiles.size(); p++) {
          System.arraycopy(profiles.get(p).priors(), from, tables[f], p * components, components);
        }
        from += components;
      }
    }
    return tables;
  }
}
