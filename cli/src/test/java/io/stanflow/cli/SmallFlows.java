package io.stanflow.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small network made up: 12 hosts of 192.0.2.0/24 that ask for names and pages for 4 hours. */
final class SmallFlows {
  static final String INTERNAL = "192.0.2.0/24";
  static final int FLOWS = 1200;
  private static final String[] TRAIN = {
    "--internal",
    INTERNAL,
    "--epochs",
    "2",
    "--width",
    "8",
    "--hidden",
    "8",
    "--batch-rows",
    "256",
    "--workers",
    "1",
    "--held-out",
    "0.1",
    "--k",
    "3",
    "--profile-k",
    "3",
    "--device",
    "cpu"
  };
  private static Path model;

  private SmallFlows() {}

  /** Writes a UGR'16 file of {@link #FLOWS} flows from this hour of 2016-04-11 on. */
  static Path write(Path file, int hour) throws IOException {
    var random = new Random(hour);
    LocalDateTime start = LocalDateTime.of(2016, 4, 11, hour, 0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < FLOWS; i += 2) {
      LocalDateTime time = start.plusSeconds(14_400L * i / FLOWS);
      String stamp = time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
      int at = random.nextInt(12);
      String host = "192.0.2." + (10 + at);
      boolean name = random.nextInt(3) > 0;
      String peer = name ? "198.51.100.53" : "203.0.113." + (1 + random.nextInt(40));
      int port = 1024 + random.nextInt(60_000);
      int service = name ? 53 : at % 2 == 0 ? 443 : 80;
      int packets = name ? 1 : 4 + random.nextInt(10);
      String rest = name ? ",UDP,.A....,0,0,1," : ",TCP,.AP.SF,0,0," + packets + ",";
      double duration = name ? 0 : random.nextInt(500) * 0.004;
      String seconds = String.format(java.util.Locale.ROOT, "%s,%.3f,", stamp, duration);
      lines.add(
          seconds
              + host
              + ","
              + peer
              + ","
              + port
              + ","
              + service
              + rest
              + packets * 60L
              + ",background");
      lines.add(
          seconds
              + peer
              + ","
              + host
              + ","
              + service
              + ","
              + port
              + rest
              + packets * 400L
              + ",background");
    }
    return Files.write(file, lines);
  }

  /** Trains with tiny sizes for two epochs. */
  static CommandRun train(Path flows, Path output, Object... further) {
    List<Object> words = new ArrayList<>(List.of("train", flows, "-o", output));
    words.addAll(List.of((Object[]) TRAIN));
    words.addAll(List.of(further));
    return CommandRun.of(words.toArray());
  }

  /** A model trained on these flows; once for all tests. */
  static synchronized Path model() {
    if (model == null) {
      try {
        Path folder = Files.createTempDirectory("stanflow-test");
        Path flows = write(folder.resolve("small.csv"), 8);
        Path file = folder.resolve("small.stanflow");
        CommandRun run = train(flows, file);
        if (run.code() != 0) {
          throw new IllegalStateException(run.err());
        }
        List.of(folder, flows, file).forEach(path -> path.toFile().deleteOnExit());
        model = file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return model;
  }
}
