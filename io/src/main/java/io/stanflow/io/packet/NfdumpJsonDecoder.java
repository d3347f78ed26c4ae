package io.stanflow.io.packet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stanflow.flow.Address;
import io.stanflow.flow.TcpFlags;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.InputFile;
import io.stanflow.io.file.MalformedInputException;
import io.stanflow.io.file.Rejects;
import io.stanflow.io.format.Decoder;
import io.stanflow.io.netflow.FlowRecord;
import java.io.IOException;
import java.sql.Connection;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flows of nfdump's JSON, however its objects lie on lines. Packets and bytes back ({@code out_})
 * are a second flow, as of other NetFlow. Events, which count nothing, are left out.
 */
final class NfdumpJsonDecoder implements Decoder {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?"
              + "(Z|[-+]\\d\\d:?\\d\\d)?");

  private final Map<String, Long> leftOut = new TreeMap<>();

  @Override
  public void decode(InputFile file, Connection sql, Rejects rejects) throws IOException {
    try (var objects = new JsonObjects(file.path());
        var rows = new RecordRows(sql)) {
      for (String text; (text = objects.next()) != null; ) {
        String fact;
        if (objects.isUtf8()) {
          fact = add(text, rows);
        } else {
          rejects.add(MalformedInputException.notUtf8(file.name(), objects.line()), text);
          continue;
        }
        if (fact != null) {
          String line = text.replaceAll("\\s+", " ");
          rejects.add(new MalformedInputException(file.name(), objects.line(), fact), line);
        }
      }
    }
  }

  /** Takes an object's flows; gives what is wrong with it, or null. */
  private String add(String text, RecordRows rows) throws IOException {
    JsonObject object;
    try {
      JsonElement element = JsonParser.parseString(text);
      object = element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      object = null;
    }
    if (object == null) {
      return "the record must be a JSON object";
    }
    if (text(object, "type").equals("EVENT")) {
      leftOut.merge("events", 1L, Long::sum);
      return null;
    }
    var reader = new Reader(object);
    try {
      add(reader, rows);
      return null;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return reader.key + " is wrong: " + InputException.shown(text(object, reader.key));
    }
  }

  private void add(Reader reader, RecordRows rows) throws IOException {
    if (!reader.has("src4_addr") && !reader.has("src6_addr")) {
      leftOut.merge("without IP addresses", 1L, Long::sum);
      return;
    }
    FlowRecord there = reader.flow();
    long packetsBack = reader.number("out_packets", Long.MAX_VALUE);
    long bytesBack = reader.number("out_bytes", Long.MAX_VALUE);
    if (there.end() < there.start()) {
      leftOut.merge("with impossible times", 1L, Long::sum);
    } else if (there.packets() == 0 && packetsBack == 0) {
      leftOut.merge("without packets", 1L, Long::sum);
    } else {
      if (there.packets() > 0) {
        rows.add(there);
      }
      if (packetsBack > 0) {
        rows.add(back(there, packetsBack, bytesBack));
      }
    }
  }

  private static FlowRecord back(FlowRecord there, long packets, long bytes) {
    return new FlowRecord(
        there.start(),
        there.end(),
        /* source= */ there.destination(),
        /* destination= */ there.source(),
        /* sourcePort= */ there.destinationPort(),
        /* destinationPort= */ there.sourcePort(),
        there.protocol(),
        0,
        there.tos(),
        packets,
        bytes);
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  /** Takes values out of one object, and knows which was the last. */
  private static final class Reader {
    private final JsonObject object;
    private String key = "";

    Reader(JsonObject object) {
      this.object = object;
    }

    boolean has(String name) {
      return object.has(name);
    }

    FlowRecord flow() {
      boolean ipv6 = has("src6_addr");
      int type = (int) number("icmp_type", 255);
      int code = (int) number("icmp_code", 255);
      boolean icmp = has("icmp_type");
      return new FlowRecord(
          time("first"),
          time("last"),
          Address.parse(word(ipv6 ? "src6_addr" : "src4_addr")),
          Address.parse(word(ipv6 ? "dst6_addr" : "dst4_addr")),
          icmp ? 0 : (int) number("src_port", 65_535),
          icmp ? type * 256 + code : (int) number("dst_port", 65_535),
          (int) number("proto", 255),
          TcpFlags.parse(word("tcp_flags")) & 255,
          (int) number("src_tos", 255),
          number("in_packets", Long.MAX_VALUE),
          number("in_bytes", Long.MAX_VALUE));
    }

    String word(String name) {
      key = name;
      return text(object, name);
    }

    long number(String name, long most) {
      key = name;
      long value = has(name) ? Long.parseLong(text(object, name)) : 0;
      if (value < 0 || value > most) {
        throw new IllegalArgumentException(name);
      }
      return value;
    }

    /** µs; 1.6 has t_first, whose ms stand without zeros before them. */
    long time(String name) {
      boolean old = !has(name);
      String word = word(old ? "t_" + name : name);
      Matcher parts = TIME.matcher(word);
      if (!parts.matches()) {
        throw new IllegalArgumentException(word);
      }
      ZoneOffset offset = parts.group(4) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(4));
      long seconds =
          LocalDateTime.parse(parts.group(1) + "T" + parts.group(2)).toEpochSecond(offset);
      String fraction = parts.group(3) == null ? "0" : parts.group(3);
      String padded = old ? "0".repeat(Math.max(0, 3 - fraction.length())) + fraction : fraction;
      return seconds * 1_000_000 + Long.parseLong((padded + "000000").substring(0, 6));
    }
  }

  @Override
  public List<String> notes() {
    var notes = new ArrayList<String>();
    Decoder.addNote(notes, "records", leftOut);
    return notes;
  }
}
