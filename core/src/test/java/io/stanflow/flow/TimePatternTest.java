package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimePatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "%d/%m/%Y %H:%M, 0, 07/09/2023 08:05",
        "%-d/%-m/%Y %-H:%M, 0, 7/9/2023 8:05",
        "%d/%m/%Y %H:%M:%S, 3, 07/09/2023 08:05:09.250",
        "%d/%m/%Y %I:%M:%S %p, 0, 07/09/2023 08:05:09 AM",
        "\"%b %-d, %Y %H:%M:%S\", 6, \"Sep 7, 2023 08:05:09.250000\"",
        "%Y%%%m%%%d, 0, 2023%09%07",
      })
  void aTimeIsPrintedAsThePatternSays(String pattern, int decimals, String text) {
    long micros = 1694073909_250000L;
    var formatter = new TimePattern(pattern).formatter(decimals);
    assertThat(TimePattern.print(micros, formatter)).isEqualTo(text);
  }

  @Test
  void timesBefore1970AndAtNoonArePrinted() {
    var formatter = new TimePattern("%Y-%m-%d %I:%M:%S %p").formatter(6);
    assertThat(TimePattern.print(-1, formatter)).isEqualTo("1969-12-31 11:59:59.999999 PM");
    assertThat(TimePattern.print(43_200_000_000L, formatter))
        .isEqualTo("1970-01-01 12:00:00.000000 PM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%H:%M", "%d/%m %H", "%Y-%m-%d %Q", "%Y-%m-%d %", "%Y-%m-%d %-"})
  void whatNamesNoDayIsRefused(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TimePattern(pattern));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimePattern("%Y%m%d" + " ".repeat(60)));
  }
}
