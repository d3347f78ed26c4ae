package io.stanflow.io.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetWordsTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Attribute.categorical("label"),
              Attribute.count("n"),
              Attribute.continuous("x"),
              Attribute.address("a"),
              Attribute.categorical("other")));

  private static Flow flow(String label) {
    return new Flow.Draft(SCHEMA)
        .word(0, label)
        .number(1, 7)
        .real(2, -1.5)
        .address(3, Address.parse("10.0.0.1"))
        .word(4, "plain")
        .flow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx"})
  void whatASpreadsheetRunsGetsAnApostrophe(String word) {
    Flow safe = new SpreadsheetWords(SCHEMA).of(flow(word));
    assertThat(safe).isEqualTo(flow("'" + word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "TCP", "a=b", "'=x"})
  void otherWordsStayAsTheyAre(String word) {
    Flow flow = flow(word);
    assertThat(new SpreadsheetWords(SCHEMA).of(flow)).isSameAs(flow);
  }
}
