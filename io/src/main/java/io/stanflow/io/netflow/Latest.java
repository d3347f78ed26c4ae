package io.stanflow.io.netflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry where there are too many: exporters may invent them. */
final class Latest<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;

  Latest(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
