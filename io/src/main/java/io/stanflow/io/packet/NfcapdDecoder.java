package io.stanflow.io.packet;

import io.stanflow.flow.Address;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.netflow.FlowRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Flows of nfcapd files by way of {@code nfdump -o pipe}, which gives both times in ms, all numbers
 * whole and addresses as numbers: family, first, last, protocol, source (four), port, destination
 * (four), port, AS (two), interfaces (two), flags, ToS, packets, bytes.
 */
final class NfcapdDecoder implements Decoder {
  private static final int FIELDS = 22;
  private static final String IPV4 = "2"; // AF_INET
  private static final String NONE = "No matching flows";

  /** A damaged file does not change nfdump's exit code. */
  private static final Pattern DAMAGE = Pattern.compile("(?i).*(error|corrupt|unknown).*");

  private final String nfdump;
  private final Map<String, Long> leftOut = new TreeMap<>();

  /**
   * @param nfdump the program
   */
  NfcapdDecoder(String nfdump) {
    this.nfdump = nfdump;
  }

  @Override
  public void decode(InputFile file, Connection sql, Rejects rejects) throws IOException {
    Path errors = Files.createTempFile("stanflow-nfdump", ".err");
    try {
      Process process = start(file, errors);
      try (var rows = new RecordRows(sql);
          var lines =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        long number = 0;
        for (String line; (line = lines.readLine()) != null; ) {
          number++;
          add(line, file, number, rows, rejects);
        }
        check(file, process.waitFor(), Files.readString(errors, StandardCharsets.ISO_8859_1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while nfdump read " + file.name(), e);
      } finally {
        process.destroy();
      }
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private Process start(InputFile file, Path errors) throws InputException {
    try {
      return new ProcessBuilder(nfdump, "-r", file.path().toString(), "-q", "-o", "pipe")
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new InputException(
          file.name(),
          "is an nfcapd file, which needs nfdump",
          "install nfdump (apt-get install nfdump) or convert it with nfdump -o csv");
    }
  }

  private static void check(InputFile file, int code, String errors) throws InputException {
    String damage =
        errors
            .lines()
            .filter(line -> code != 0 || DAMAGE.matcher(line).matches())
            .findFirst()
            .orElse(code == 0 ? null : "exit code " + code);
    if (damage != null) {
      throw new InputException(file.name(), "nfdump cannot read it: " + damage, "copy it again");
    }
  }

  private void add(String line, InputFile file, long number, RecordRows rows, Rejects rejects)
      throws IOException {
    if (line.equals(NONE)) {
      return;
    }
    String[] fields = line.split("\\|", -1);
    FlowRecord flow;
    try {
      flow = fields.length == FIELDS ? flow(fields) : null;
    } catch (NumberFormatException | ArithmeticException e) {
      flow = null;
    }
    if (flow == null) {
      String fact = "nfdump printed no flow: " + InputException.shown(line);
      rejects.add(new MalformedInputException(file.name(), number, fact), line);
    } else if (flow.packets() == 0) {
      leftOut.merge("without packets", 1L, Long::sum);
    } else if (flow.end() < flow.start()) {
      leftOut.merge("with impossible times", 1L, Long::sum);
    } else {
      rows.add(flow);
    }
  }

  private static FlowRecord flow(String[] fields) {
    boolean ipv4 = fields[0].equals(IPV4);
    return new FlowRecord(
        Math.multiplyExact(Long.parseLong(fields[1]), 1000L),
        Math.multiplyExact(Long.parseLong(fields[2]), 1000L),
        address(ipv4, fields, 4),
        address(ipv4, fields, 9),
        number(fields[8], 65_535),
        number(fields[13], 65_535),
        number(fields[3], 255),
        number(fields[18], 65_535) & 0xff, // the high byte has TCP's further bits
        number(fields[19], 255),
        Long.parseLong(fields[20]),
        Long.parseLong(fields[21]));
  }

  private static int number(String text, int most) {
    int value = Integer.parseInt(text);
    if (value < 0 || value > most) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static Address address(boolean ipv4, String[] fields, int at) {
    int[] words = new int[4];
    for (int i = 0; i < 4; i++) {
      words[i] = Integer.parseUnsignedInt(fields[at + i]);
    }
    return ipv4
        ? Address.ofIpv4(words[3])
        : new Address(
            (long) words[0] << 32 | Integer.toUnsignedLong(words[1]),
            (long) words[2] << 32 | Integer.toUnsignedLong(words[3]));
  }

  @Override
  public List<String> notes() {
    var notes = new ArrayList<String>();
    Decoder.addNote(notes, "records", leftOut);
    return notes;
  }
}
