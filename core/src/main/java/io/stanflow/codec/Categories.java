package io.stanflow.codec;

import io.stanflow.codec.spec.CategorySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Codes words as classes; rare words share the class RARE and are redrawn by their frequencies.
 * Words that too few hosts share are not known: a flow has another in their place.
 */
final class Categories {
  private final CategorySpec spec;
  private final Map<String, Integer> classes = new HashMap<>();
  private final Set<String> pooled;

  /** Per protocol class: {@link #only(int)}. */
  private final int[] only;

  Categories(CategorySpec spec) {
    this.spec = spec;
    for (int i = 0; i < spec.values().length; i++) {
      classes.put(spec.values()[i], i);
    }
    pooled = Set.of(spec.rare());
    only = Arrays.stream(spec.allowed()).mapToInt(Categories::only).toArray();
  }

  CategorySpec spec() {
    return spec;
  }

  int size() {
    return spec.classes();
  }

  /** Class of a word; an unknown one is RARE, or the most frequent where nothing is pooled. */
  int encode(String word) {
    Integer known = classes.get(word);
    return known != null ? known : spec.rare().length > 0 ? spec.values().length : 0;
  }

  /**
   * What stands for a word in a flow of a protocol class: itself if the data show the two together,
   * else a rare word of the protocol, or its most frequent one.
   */
  String known(String word, int protocol) {
    int own = classes.getOrDefault(word, -1);
    int shown = spec.shown(own, protocol);
    if (shown == own) { // or of a spec that allows the protocol nothing
      return word;
    }
    if (shown < spec.values().length) {
      return spec.values()[shown];
    }
    return own < 0 && pooled.contains(word) ? word : rareOf(protocol);
  }

  /** The most frequent pooled word of a protocol class. */
  private String rareOf(int protocol) {
    int[] counts = spec.rareCounts()[Math.min(protocol, spec.rareCounts().length - 1)];
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return spec.rare()[most];
  }

  /** Whether the data show this class with this protocol class. */
  boolean allowed(int protocol, int category) {
    return spec.allowed()[Math.min(protocol, spec.allowed().length - 1)][category];
  }

  /** The class that is the only one with this protocol class; -1 if there are more. */
  int only(int protocol) {
    return only[Math.min(protocol, only.length - 1)];
  }

  private static int only(boolean[] allowed) {
    int found = -1;
    for (int c = 0; c < allowed.length; c++) {
      if (allowed[c] && found >= 0) {
        return -1;
      }
      found = allowed[c] ? c : found;
    }
    return found;
  }

  /** The word of a class; RARE draws one of the pooled words that this protocol has. */
  String decode(int category, int protocol, RandomGenerator random) {
    if (category < spec.values().length) {
      return spec.values()[category];
    }
    int[] counts = spec.rareCounts()[Math.min(protocol, spec.rareCounts().length - 1)];
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    int left = total == 0 ? 0 : random.nextInt(total);
    for (int i = 0; i < counts.length; i++) {
      left -= counts[i];
      if (left < 0) {
        return spec.rare()[i];
      }
    }
    return spec.rare()[0];
  }
}
