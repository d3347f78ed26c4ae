package io.stanflow.evaluate.learn;

import io.stanflow.evaluate.measure.Categories;
import io.stanflow.evaluate.measure.FlowSource;
import io.stanflow.evaluate.measure.FlowSql;
import io.stanflow.evaluate.measure.FlowStatistics;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TcpFlags;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.mapping.FlowColumns;
import io.stanflow.io.mapping.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What learners see of a flow, the same for all files of an evaluation: its attributes and how it
 * relates to the host's previous flow. Categorical attributes are one-hot over the real file's most
 * frequent words. Neither addresses nor the time of day are among them: addresses are not meant to
 * be real, and files may be of other hours.
 */
public final class Features {
  static final String BYTES = "bytes";
  static final String PROTOCOL = "protocol";
  static final String FLAGS = "tcpFlags";
  static final String LABEL = AttributeNames.LABEL;
  private static final int SERVICES = 24;
  private static final int WORDS = 8;
  private static final int FLAG_BITS = 8;

  private final List<Feature> features = new ArrayList<>();
  private final List<Labels> labels = new ArrayList<>();
  private final Schema schema;
  private Optional<Attacks> attacks = Optional.empty();

  /**
   * Classes that a task predicts.
   *
   * @param name of the attribute
   * @param sql number of the class, or the number of words for any other
   * @param words the real file's most frequent ones
   */
  record Labels(String name, String sql, List<String> words) {
    /** Number of classes. */
    int classes() {
      return words.size() + 1;
    }
  }

  private Features(Schema schema) {
    this.schema = schema;
  }

  /**
   * The features of real flows and of all that are held against them.
   *
   * @param real gives the words
   */
  public static Features of(FlowSource source, FlowStatistics real) throws IOException {
    var features = new Features(source.schema());
    features.addSizes();
    features.addSides(real);
    features.addWords(real);
    features.addRelations();
    features.addLabels(real);
    features.attacks = Attacks.of(source, real);
    features.attacks.ifPresent(features::addAttacks);
    return features;
  }

  private void addSizes() {
    if (schema.has(Schema.BYTES)) {
      add(BYTES, BYTES, "ln(1 + f.bytes)");
    }
    if (schema.has(Schema.PACKETS)) {
      add("packets", "packets", "ln(1 + f.packets)");
    }
    if (FlowSql.hasSizes(schema)) {
      add("bytesPerPacket", "bytesPerPacket", "f.bytes / greatest(f.packets, 1)");
    }
    if (schema.has(Schema.DURATION)) {
      add("duration", "duration", "ln(1 + f.duration / 1000)");
    }
    for (Attribute attribute : schema.attributes()) {
      String name = attribute.name();
      String column = "f." + Sql.quote(name);
      switch (attribute.kind()) {
        case CONTINUOUS -> add(name, name, column);
        case COUNT -> {
          if (index(name) < 0) {
            add(name, name, "ln(1 + " + column + ")");
          }
        }
        case START, END, DURATION, CATEGORICAL, ADDRESS, PORT, FLAGS -> {} // not a size
      }
    }
  }

  private void addSides(FlowStatistics real) {
    if (FlowColumns.hasSides(schema)) {
      add("outgoing", "direction", "f.outgoing::INTEGER");
    }
    if (!FlowSql.hasPorts(schema)) {
      return;
    }
    if (FlowColumns.hasSides(schema)) {
      add("localPort", "localPort", FlowSql.ifPorts(schema, FlowSql.LOCAL_PORT));
      add("peerPort", "peerPort", FlowSql.ifPorts(schema, FlowSql.PEER_PORT));
    }
    String service = FlowSql.servicePort(schema);
    add("servicePort", "servicePort", service);
    for (String port : real.frequent(Categories.SERVICE_PORT, SERVICES)) {
      add("servicePort " + port, "servicePort", isEqual(service, port));
    }
  }

  private void addWords(FlowStatistics real) {
    for (Attribute attribute : schema.attributes()) {
      switch (attribute.kind()) {
        case FLAGS -> addFlags(attribute.name());
        case CATEGORICAL -> addWords(attribute.name(), real.frequent(attribute.name(), WORDS));
        case START, END, DURATION, COUNT, CONTINUOUS, ADDRESS, PORT -> {} // no words
      }
    }
  }

  private void addWords(String attribute, List<String> words) {
    for (String word : words) {
      add(attribute + " " + word, attribute, isEqual(text(attribute), Sql.literal(word)));
    }
  }

  private void addFlags(String attribute) {
    for (int bit = FLAG_BITS - 1; bit >= 0; bit--) {
      String letter = TcpFlags.format(1 << bit, FLAG_BITS).replace(".", "");
      String sql = "(f.%s >> %d) & 1".formatted(Sql.quote(attribute), bit);
      add(attribute + " " + letter, attribute, sql);
    }
  }

  private void addRelations() {
    if (schema.has(Schema.TIME)) {
      relate("gap", "ln(1 + s.gap / 1000)");
    }
    if (FlowColumns.hasSides(schema)) {
      relate("samePeer", "s.samePeer::INTEGER");
      if (FlowSql.hasPorts(schema) && schema.has(Schema.PROTOCOL)) {
        relate("reply", "s.reply::INTEGER");
      }
    }
    if (FlowSql.hasSizes(schema)) {
      relate(
          "repeatedSize", "(f.bytes = previous_bytes AND f.packets = previous_packets)::INTEGER");
    }
    if (schema.has(Schema.DURATION)) {
      relate("repeatedDuration", "(f.duration = previous_duration)::INTEGER");
    }
  }

  private void addLabels(FlowStatistics real) {
    if (schema.has(Schema.PROTOCOL)) {
      List<String> words = real.frequent(PROTOCOL, WORDS);
      labels.add(new Labels(PROTOCOL, number(words, text(PROTOCOL)), words));
    }
    if (schema.has(Schema.TCP_FLAGS)) {
      List<String> words = real.frequent(Categories.FLAGS, WORDS);
      List<String> bits =
          words.stream().map(word -> Integer.toString(TcpFlags.parse(word))).toList();
      labels.add(new Labels(FLAGS, number(bits, "f.tcpFlags::VARCHAR"), words));
    }
  }

  private void addAttacks(Attacks found) {
    String number = "(" + found.condition() + ")::INTEGER";
    labels.add(new Labels(LABEL, number, List.of(found.label())));
  }

  private static String number(List<String> words, String value) {
    var text = new StringBuilder("CASE ").append(value);
    for (int i = 0; i < words.size(); i++) {
      text.append(" WHEN ").append(Sql.literal(words.get(i))).append(" THEN ").append(i);
    }
    return text.append(" ELSE ").append(words.size()).append(" END").toString();
  }

  private static String text(String attribute) {
    return "f." + Sql.quote(attribute) + "::VARCHAR";
  }

  private static String isEqual(String value, String other) {
    return "coalesce((" + value + ") = " + other + ", false)::INTEGER";
  }

  private void add(String name, String group, String sql) {
    features.add(new Feature(name, group, false, sql));
  }

  private void relate(String name, String sql) {
    features.add(new Feature(name, name, true, sql));
  }

  /** Of the real file. */
  public Schema schema() {
    return schema;
  }

  /** In the order of the columns of a {@link Sample}. */
  List<Feature> all() {
    return features;
  }

  /** Attributes to predict. */
  List<Labels> labels() {
    return labels;
  }

  /** SQL condition of the flows, {@code f}, that a detector should find. */
  String attack() {
    return attacks.map(Attacks::condition).orElse("false");
  }

  /** Whether the features of this group say what a detector is to find. */
  boolean tellsAttacks(String group) {
    return attacks.isPresent() && attacks.get().telling().contains(group);
  }

  /** What was taken for granted, for the user. */
  public Optional<String> note() {
    return attacks.flatMap(Attacks::note);
  }

  /** Whether files with this schema can be compared: they have all attributes of the real one. */
  boolean fit(Schema other) {
    return schema.attributes().stream().allMatch(attribute -> other.has(attribute.name()));
  }

  /** Place of a feature, or -1. */
  int index(String name) {
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
