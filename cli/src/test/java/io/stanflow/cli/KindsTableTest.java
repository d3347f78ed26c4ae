package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.generate.HostKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KindsTableTest {
  private static final List<HostKind> KINDS =
      List.of(
          new HostKind(
              "web server",
              0.75,
              List.of(1000.0, 2000.0, 12_345.6),
              HostKind.BY_DAY,
              hours(12, 0.75, 18, 0.25),
              Map.of("web server", 0.97),
              Map.of("label blacklist", 0.031)),
          new HostKind(
              "icmp",
              0.25,
              List.of(1.0, 2.0, 3.0),
              HostKind.ROUND_THE_CLOCK,
              Collections.nCopies(24, 1 / 24.0),
              new TreeMap<>(Map.of("icmp", 0.3, "web server", 0.04)),
              Map.of()));
  private static final KindsTable TABLE = new KindsTable(KINDS);

  private static List<Double> hours(int first, double share, int second, double other) {
    List<Double> hours = new ArrayList<>(Collections.nCopies(24, 0.0));
    hours.set(first, share);
    hours.set(second, other);
    return hours;
  }

  @Test
  void aKindIsALine() {
    assertThat(TABLE.lines().subList(1, 3))
        .containsExactly(
            "  web server           75.0 %    1,000   2,000  12,346  by day          "
                + " web server 97.0 %, label blacklist 3.1 %",
            "  icmp                 25.0 %        1       2       3  round the clock  icmp 30.0 %");
    assertThat(TABLE.lines().get(0)).startsWith("  kinds of hosts        hosts   flows a day");
  }

  @Test
  void hoursAreShadedByEachKindsBusiest() {
    assertThat(TABLE.hours())
        .containsExactly(
            "  flows by the hour    0           6           12          18",
            "  web server                                   ██          ▒▒",
            "  icmp                 " + "██".repeat(24));
  }

  @Test
  void servicesAreShadedByTheirShare() {
    assertThat(TABLE.services(80))
        .containsExactly(
            "  flows by service     web    icmp",
            "                       server",
            "  web server           ██████",
            "  icmp                 ░░░░░░ ▒▒▒▒");
    assertThat(TABLE.services(34).get(0)).isEqualTo("  flows by service     web");
  }
}
