package io.stanflow.evaluate.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser, where one is installed. */
final class Chromium {
  private static final int SECONDS = 90;

  private final Path program;
  private final Path folder; // for its profile and what it prints

  private Chromium(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * A page as the browser has it after its scripts ran.
   *
   * @param dom as HTML
   * @param console all that scripts, errors and the page's policy wrote there, one line each
   */
  record Page(String dom, List<String> console) {}

  static Optional<Chromium> find(Path folder) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(at -> Path.of(at, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Chromium(program, folder));
  }

  /** Opens a file in a window of a size, waits for its scripts and takes what there is then. */
  Page open(Path file, int width, int height, String... options)
      throws IOException, InterruptedException {
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--virtual-time-budget=5000",
            "--user-data-dir=" + folder.resolve("profile"),
            "--window-size=" + width + "," + height));
    command.addAll(List.of(options));
    command.addAll(List.of("--dump-dom", file.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(program + " did not end within " + SECONDS + " s");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    List<String> console =
        Files.readString(log, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("CONSOLE"))
            .toList();
    return new Page(Files.readString(dom, StandardCharsets.UTF_8), console);
  }
}
