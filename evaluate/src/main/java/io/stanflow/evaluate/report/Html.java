package io.stanflow.evaluate.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML; all that it is given is text and comes out escaped, but for {@link #raw}. */
final class Html {
  private final StringBuilder html = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a null value leaves the name alone
   */
  Html open(String tag, String... attributes) {
    tag(tag, attributes);
    open.push(tag);
    return this;
  }

  /** An element that has no content, such as {@code meta}. */
  Html empty(String tag, String... attributes) {
    tag(tag, attributes);
    return this;
  }

  private void tag(String tag, String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]);
      if (attributes[i + 1] != null) {
        html.append("=\"").append(escape(attributes[i + 1])).append('"');
      }
    }
    html.append('>');
  }

  /** Closes the last element that is open. */
  Html close() {
    html.append("</").append(open.pop()).append(">\n");
    return this;
  }

  Html text(String text) {
    html.append(escape(text));
    return this;
  }

  /** An element with text in it. */
  Html leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Our own resources, and JSON that has no {@code <}. */
  Html raw(String html) {
    this.html.append(html);
    return this;
  }

  /** The page, once all elements are closed. */
  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return html.toString();
  }

  private static String escape(String text) {
    return visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Text without control codes and without those that turn the direction of what follows. */
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069]", "\ufffd");
  }
}
