package io.stanflow.io.text;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Identifiers;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Column;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.JsonCut;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Zeek's conn.log as a JSON object a line, times as seconds since 1970 or in ISO 8601. What an
 * object lacks is unset. Labels are read where one of the first lines has them.
 */
public final class ZeekJsonFormat extends MappedFormat {
  private static final Set<String> LABELS = Set.of(ZeekColumns.LABEL, "detailedlabel");
  private static final Set<String> NOT_READ = Set.of("uid", "tunnel_parents");
  private static final TextTable TABLE = ZeekColumns.plain();

  /** Names the log in a stream of several. */
  private static final String PATH = "_path";

  private static final String NO_FLOW = "coalesce(_path, 'conn') <> 'conn'";
  private static final Pattern SCOPED = Pattern.compile("\"id(.{0,4})orig_h\"");

  public ZeekJsonFormat() {
    super(
        "zeek-json",
        new FormatNote(
            "Zeek conn.log, a JSON object a line", Kind.START, 1, 1, TABLE.attributes()));
  }

  @Override
  public boolean recognizes(Probe probe) {
    return probe.first().startsWith("{")
        && probe.head().stream().anyMatch(line -> SCOPED.matcher(line).find());
  }

  @Override
  public FileMapping mapping(Probe probe) throws InputException {
    var names = new ArrayList<String>();
    for (String name : TABLE.names()) {
      if (!NOT_READ.contains(name) && (!LABELS.contains(name) || isIn(probe, name))) {
        names.add(name);
      }
    }
    if (isIn(probe, ZeekColumns.IP_PROTOCOL)) {
      names.add(ZeekColumns.IP_PROTOCOL);
    }
    boolean stream = isIn(probe, PATH);
    if (stream) {
      names.add(PATH);
    }
    String scope = scope(probe);
    String structure =
        names.stream()
            .map(name -> '"' + key(name, scope) + "\": \"VARCHAR\"")
            .collect(Collectors.joining(", ", "{", "}"));
    List<String> values = names.stream().map(name -> value(name, key(name, scope))).toList();
    var cut = JsonCut.of(structure, values);
    var text = FileMapping.Text.lines(null, stream ? NO_FLOW : null, cut);
    FileMapping mapping = TABLE.mapping(probe, names, text);
    var zeek = new ZeekMapping(TABLE, probe);
    List<Column> columns =
        mapping.columns().stream()
            .map(column -> zeek.special(column, names))
            .map(column -> stream ? column : ofConnection(column))
            .toList();
    return new FileMapping(mapping.schema(), columns, names, text);
  }

  /** Refuses records that count nothing, which are of other logs. */
  private static Column ofConnection(Column column) {
    if (!column.field().equals("conn_state")) {
      return column;
    }
    String nothing =
        Stream.concat(ZeekColumns.COUNTERS.stream(), Stream.of("local_orig"))
            .map(name -> Sql.quote(name) + " = '-'")
            .collect(Collectors.joining(" AND "));
    String value = "CASE WHEN " + nothing + " THEN NULL ELSE " + column.values().get(0) + " END";
    return new Column(column.field(), List.of(value), "that of a connection, which counts some");
  }

  private static boolean isIn(Probe probe, String name) {
    return probe.head().stream().anyMatch(line -> line.contains('"' + name + '"'));
  }

  /** What stands between a record and its field, a point if not set otherwise. */
  private static String scope(Probe probe) {
    return probe.head().stream()
        .map(SCOPED::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse(".");
  }

  private static String key(String name, String scope) {
    return name.startsWith("id.") ? "id" + scope + name.substring(3) : name;
  }

  private static String value(String name, String key) {
    String part = FileMapping.PARTS + "." + Sql.quote(key);
    if (name.startsWith("local_")) {
      return "CASE WHEN parts_ IS NULL THEN NULL WHEN %1$s = 'true' THEN 'T' WHEN %1$s = 'false' THEN 'F' ELSE '-' END"
          .formatted(part);
    }
    boolean needed =
        name.startsWith("id.") || name.equals("ts") || name.equals("proto") || name.equals(PATH);
    return needed
        ? part
        : "CASE WHEN parts_ IS NOT NULL THEN coalesce(nullif(%s, ''), '-') END".formatted(part);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new TextWriter(file, '\u0001', null, new Rows(schema));
  }

  private static final class Rows implements TextWriter.Rows {
    private static final List<String> WORDS =
        List.of(
            AttributeNames.CONNECTION_STATE,
            AttributeNames.HISTORY,
            AttributeNames.LABEL,
            AttributeNames.DETAILED_LABEL);
    private static final List<String> KEYS =
        List.of("conn_state", "history", ZeekColumns.LABEL, "detailedlabel");

    private final Identifiers identifiers = new Identifiers();
    private final NetflowView view;
    private final ToLongFunction<Flow> payload;
    private final ToLongFunction<Flow> reversePayload;
    private final ToLongFunction<Flow> missed;
    private final Function<Flow, String> service;
    private final Function<Flow, String> localOriginator;
    private final Function<Flow, String> localResponder;
    private final List<Function<Flow, String>> words = new ArrayList<>();
    private final boolean knowsPayload;

    Rows(Schema schema) {
      view = new NetflowView(schema);
      payload = view.number(AttributeNames.PAYLOAD_BYTES, 0);
      reversePayload = view.number(AttributeNames.REVERSE_PAYLOAD_BYTES, 0);
      missed = view.number(AttributeNames.MISSED_BYTES, 0);
      service = view.word(AttributeNames.SERVICE, ZeekColumns.UNSET);
      localOriginator = view.word(AttributeNames.LOCAL_ORIGINATOR, ZeekColumns.UNSET);
      localResponder = view.word(AttributeNames.LOCAL_RESPONDER, ZeekColumns.UNSET);
      knowsPayload = schema.has(AttributeNames.PAYLOAD_BYTES);
      WORDS.forEach(name -> words.add(view.word(name, ZeekColumns.UNSET)));
    }

    @Override
    public void append(Flow flow, TextBuffer out) {
      out.raw("{\"ts\":").epoch(view.start(flow), 6);
      out.raw(",\"uid\":\"C").raw(identifiers.next()).raw("\",\"id.orig_h\":\"");
      out.address(view.source(flow)).raw("\",\"id.orig_p\":");
      out.number(ZeekColumns.originatorPort(view, flow)).raw(",\"id.resp_h\":\"");
      out.address(view.destination(flow)).raw("\",\"id.resp_p\":");
      out.number(ZeekColumns.responderPort(view, flow)).raw(",\"proto\":\"");
      out.raw(ZeekColumns.printed(view.protocol(flow))).put('"');
      JsonText.member("service", service.apply(flow), out);
      sizes(flow, out);
      JsonText.member(KEYS.get(0), words.get(0).apply(flow), out);
      truth("local_orig", localOriginator.apply(flow), out);
      truth("local_resp", localResponder.apply(flow), out);
      out.raw(",\"missed_bytes\":").number(missed.applyAsLong(flow));
      JsonText.member(KEYS.get(1), words.get(1).apply(flow), out);
      out.raw(",\"orig_pkts\":").number(view.packets(flow));
      out.raw(",\"orig_ip_bytes\":").number(view.bytes(flow));
      out.raw(",\"resp_pkts\":").number(view.reversePackets(flow));
      out.raw(",\"resp_ip_bytes\":").number(view.reverseBytes(flow));
      JsonText.member(KEYS.get(2), words.get(2).apply(flow), out);
      JsonText.member(KEYS.get(3), words.get(3).apply(flow), out);
      out.raw("}\n");
    }

    /** Unset where a flow has a single packet. */
    private void sizes(Flow flow, TextBuffer out) {
      long sent = payload.applyAsLong(flow);
      long received = reversePayload.applyAsLong(flow);
      if (view.duration(flow) > 0) {
        out.raw(",\"duration\":").shortDecimal(view.duration(flow));
      }
      if (knowsPayload && (view.duration(flow) > 0 || sent > 0 || received > 0)) {
        out.raw(",\"orig_bytes\":").number(sent);
        out.raw(",\"resp_bytes\":").number(received);
      }
    }

    private static void truth(String key, String word, TextBuffer out) {
      String truth = ZeekColumns.truth(word);
      if (!truth.equals(ZeekColumns.UNSET)) {
        out.raw(",\"" + key + "\":").raw(truth.equals("T") ? "true" : "false");
      }
    }
  }
}
