package io.stanflow.io.format;

import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;

/**
 * Flows whose words no spreadsheet runs: one that begins like a formula gets an apostrophe before
 * it (OWASP, CSV Injection).
 */
public final class SpreadsheetWords {
  private static final String FORMULA = "=+-@\t\r";

  private final Schema schema;

  /** Of flows of this schema. */
  public SpreadsheetWords(Schema schema) {
    this.schema = schema;
  }

  /** The flow itself where none of its words begins like a formula. */
  public Flow of(Flow flow) {
    for (int i = 0; i < schema.size(); i++) {
      if (isWord(i) && isFormula(flow.word(i))) {
        return mended(flow);
      }
    }
    return flow;
  }

  private boolean isWord(int attribute) {
    return schema.kind(attribute).held() == Held.WORD;
  }

  /** A word of one character is no formula: {@code -} stands for nothing in many logs. */
  private static boolean isFormula(String word) {
    return word.length() > 1 && FORMULA.indexOf(word.charAt(0)) >= 0;
  }

  private Flow mended(Flow flow) {
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      switch (schema.kind(i).held()) {
        case NUMBER -> draft.number(i, flow.number(i));
        case REAL -> draft.real(i, flow.real(i));
        case ADDRESS -> draft.address(i, flow.address(i));
        case WORD -> draft.word(i, isFormula(flow.word(i)) ? "'" + flow.word(i) : flow.word(i));
      }
    }
    return draft.flow();
  }
}
