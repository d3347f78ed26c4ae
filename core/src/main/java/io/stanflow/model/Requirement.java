package io.stanflow.model;

/** What must hold of a part of a model file, else the file is refused with the part's place. */
final class Requirement {
  private static final int MOST_TEXT = 1000;

  private Requirement() {}

  /** Whether this is an index of a list of so many. */
  static boolean isIndex(int index, int size) {
    return index >= 0 && index < size;
  }

  /**
   * Refuses a part unless something holds of it.
   *
   * @throws IllegalArgumentException with place and fact
   */
  static void require(boolean holds, String place, String fact) {
    if (!holds) {
      throw new IllegalArgumentException(place + " " + fact);
    }
  }

  /**
   * Refuses texts that are no plain ones.
   *
   * @throws IllegalArgumentException with the place
   */
  static void text(String place, String... texts) {
    for (String text : texts) {
      boolean plain = text.length() <= MOST_TEXT && text.chars().noneMatch(Character::isISOControl);
      require(plain, place, "has a text with control characters, or a long one");
    }
  }
}
