package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.fit.Fits;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionStepTest {
  private static final int NEW = 4;
  private static final int SAME = 6;
  private static final int ABSENT = -1;

  private static Series series(Address host, Flow like, int[][] ports) {
    Schema schema = like.schema();
    List<Flow> flows = new ArrayList<>();
    for (int[] each : ports) {
      flows.add(
          new Flow.Draft(like)
              .address(schema.index(Schema.SOURCE_ADDRESS), host)
              .address(schema.index(Schema.DESTINATION_ADDRESS), Address.parse("192.0.2.77"))
              .number(schema.index(Schema.SOURCE_PORT), each[0])
              .number(schema.index(Schema.DESTINATION_PORT), each[1])
              .flow());
    }
    return new Series(host, flows);
  }

  @Test
  void aNewConnectionOfThePeersLastServiceIsTheSame() throws IOException {
    MemoryTable table = SimulatedTraffic.table(1);
    FlowCodec codec = Fits.codec(table, 5);
    AddressBook book = codec.book(table.internal());
    Series first = table.series().get(0);
    Flow like =
        first.flows().stream().filter(f -> f.protocol().equals("TCP")).findFirst().orElseThrow();
    int[][] ports = {
      {40_000, 443}, // nobody is known yet
      {40_001, 443},
      {40_000, 443}, // the connection used before the last
      {40_002, 80}, // another service
      {40_003, 80},
      {443, 40_003}, // 443 is the host's
      {443, 40_004},
      {443, 25}, // 25 is the smaller one
      {40_005, 25}
    };
    Series series = series(first.host(), like, ports);
    var encoder =
        new SeriesEncoder(
            codec,
            book,
            new FlowTable.Recording(like.timeMicros(), like.timeMicros()),
            Fits.given(table, codec, 5));
    EncodedSeries encoded =
        encoder.encode(
            series,
            encoder.intensity(series),
            codec.profile(Profile.Spec.of(List.of(), List.of())),
            new Address[0],
            EncodedSeries.Room.HEAP);
    int field = codec.layout().fields().stream().map(Field::name).toList().indexOf("connection");
    List<Integer> classes = new ArrayList<>();
    for (int row = 0; row < ports.length; row++) {
      classes.add((int) encoded.components[field].get(row));
    }
    assertThat(classes).containsExactly(ABSENT, SAME, 1, NEW, SAME, NEW, SAME, NEW, SAME);
  }
}
