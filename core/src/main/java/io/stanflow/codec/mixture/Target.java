package io.stanflow.codec.mixture;

/**
 * What one field of one row is trained towards: the components that its value can have come from,
 * each with the log density of the value inside it, and for free components the value's rounding
 * interval. Reused from row to row.
 */
public final class Target {
  private final int[] components;
  private final float[] logDensities;
  private int count;

  /**
   * Rounding interval of the value and hard range on the scale of {@link MixtureCode#standardised}.
   */
  public final float[] rounding = new float[4];

  /** An empty one that takes so many components. */
  public Target(int covers) {
    components = new int[covers];
    logDensities = new float[covers];
  }

  /** Makes it that of an absent field. */
  public void clear() {
    count = 0;
  }

  /** Adds a component unless the target is full; callers add the most specific first. */
  public void add(int component, float logDensity) {
    if (count < components.length) {
      components[count] = component;
      logDensities[count++] = logDensity;
    }
  }

  /** Sets rounding interval [below, above] and hard range [low, high]. */
  void rounding(double below, double above, double low, double high) {
    rounding[0] = (float) below;
    rounding[1] = (float) (above - below);
    rounding[2] = (float) low;
    rounding[3] = (float) high;
  }

  /** Number of components noted; 0 for a field that is absent in this row. */
  public int count() {
    return count;
  }

  /** The {@code i}-th component noted, the most specific first. */
  public int component(int i) {
    return components[i];
  }

  /** Log density of the value inside the {@code i}-th component noted. */
  public float logDensity(int i) {
    return logDensities[i];
  }
}
