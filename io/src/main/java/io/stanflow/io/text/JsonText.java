package io.stanflow.io.text;

/** Members of JSON objects, put into a {@link TextBuffer}. */
final class JsonText {
  private JsonText() {}

  /** A string in double quotes. */
  static void string(String text, TextBuffer out) {
    out.put('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == '"' || c == '\\') {
        out.put('\\').put((char) c);
      } else if (c < ' ') {
        out.raw("\\u").hex(c, 4);
      } else if (c < 128) {
        out.put((char) c);
      } else {
        out.raw(Character.toString(c));
      }
      i += Character.charCount(c);
    }
    out.put('"');
  }

  /** A further member whose value is a word; none where the word is {@code -}. */
  static void member(String key, String word, TextBuffer out) {
    if (!word.equals("-")) {
      string(word, out.raw(",\"").raw(key).raw("\":"));
    }
  }
}
