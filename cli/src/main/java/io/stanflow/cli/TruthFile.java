package io.stanflow.cli;

import com.google.gson.Gson;
import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Campaign;
import io.stanflow.generate.PlannedEvent;
import io.stanflow.io.file.PendingFile;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes which flows are which event's, as lines of JSON: each event, then each flow of one with
 * its row in the file of flows, from 1 on, and last how many flows each event has. The file is
 * there once it is whole.
 */
final class TruthFile implements Closeable {
  private static final Gson JSON = new Gson();

  /** What says which flow it is. */
  private static final List<String> IDENTITY =
      List.of(
          Schema.PROTOCOL,
          Schema.SOURCE_ADDRESS,
          Schema.SOURCE_PORT,
          Schema.DESTINATION_ADDRESS,
          Schema.DESTINATION_PORT,
          Schema.LABEL);

  private final PendingFile file;
  private final Writer out;
  private final List<PlannedEvent> events;
  private final long[] flows;
  private long row;

  /** Begins a file with all events. */
  TruthFile(String name, List<PlannedEvent> events) throws IOException {
    this.events = events;
    flows = new long[events.size()];
    file = PendingFile.open(name);
    out = new BufferedWriter(new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8));
    for (PlannedEvent event : events) {
      Map<String, Object> line = line(event);
      line.put("kind", event.event() instanceof Campaign ? "campaign" : "infection");
      line.put("at", event.event().at().toString());
      if (event.by() != null) {
        line.put("from", event.by().toString());
      }
      line.put("hosts", event.hosts().stream().sorted().map(Address::toString).toList());
      write(line);
    }
  }

  private static Map<String, Object> line(PlannedEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event.event().name());
    return line;
  }

  private void write(Map<String, Object> line) throws IOException {
    out.write(JSON.toJson(line) + "\n");
  }

  /** Takes the next flow of the file of flows. */
  void add(Flow flow) {
    row++;
    for (int e = 0; e < flows.length; e++) {
      if (events.get(e).has(flow)) {
        flows[e]++;
        Map<String, Object> line = line(events.get(e));
        line.put("row", row);
        line.put("time", Instant.EPOCH.plus(flow.timeMicros(), ChronoUnit.MICROS).toString());
        IDENTITY.forEach(attribute -> put(line, attribute, flow));
        try {
          write(line);
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }
  }

  private static void put(Map<String, Object> line, String attribute, Flow flow) {
    int index = flow.schema().index(attribute);
    if (index >= 0) {
      line.put(attribute, value(flow, index));
    }
  }

  private static Object value(Flow flow, int index) {
    return switch (flow.schema().kind(index).held()) {
      case NUMBER -> flow.number(index);
      case REAL -> flow.real(index);
      case WORD -> flow.word(index);
      case ADDRESS -> flow.address(index).toString();
    };
  }

  /** Ends the file. */
  void commit() throws IOException {
    for (int e = 0; e < flows.length; e++) {
      Map<String, Object> line = line(events.get(e));
      line.put("flows", flows[e]);
      write(line);
    }
    out.flush();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
