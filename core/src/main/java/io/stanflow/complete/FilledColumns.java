package io.stanflow.complete;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.List;

/** What was filled in, by the place of the flow in its table, and the flows with it. */
public final class FilledColumns {
  private final Schema model;
  private final Schema from;
  private final Gaps gaps;
  private final Schema schema;
  private final List<Column> columns = new ArrayList<>();

  /** Values of one attribute; of both arrays one is null. */
  private record Column(Attribute attribute, long[] numbers, String[] words) {}

  /**
   * @param model schema of the model
   * @param from schema of the table
   * @param filled attributes that are filled in
   */
  FilledColumns(Schema model, Schema from, Gaps gaps, List<String> filled, long flows) {
    this.model = model;
    this.from = from;
    this.gaps = gaps;
    int size = Math.toIntExact(flows);
    for (String name : filled) {
      Attribute attribute = model.attributes().get(model.index(name));
      boolean word = attribute.held() == Attribute.Held.WORD;
      columns.add(
          new Column(attribute, word ? null : new long[size], word ? new String[size] : null));
    }
    schema = schema(model, from, gaps, filled);
  }

  /** The model's attributes that are there or filled in, in its order, then the table's others. */
  private static Schema schema(Schema model, Schema from, Gaps gaps, List<String> filled) {
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute attribute : model.attributes()) {
      if (from.has(attribute.name()) || filled.contains(attribute.name())) {
        attributes.add(attribute);
      }
    }
    for (Attribute attribute : from.attributes()) {
      if (!model.has(attribute.name()) && !attribute.name().equals(gaps.marks())) {
        attributes.add(attribute);
      }
    }
    return new Schema(attributes);
  }

  /** Keeps a completed flow of the model's schema; each place may be set by another thread. */
  void set(int place, Flow flow) {
    for (Column column : columns) {
      int i = model.index(column.attribute.name());
      switch (column.attribute.held()) {
        case NUMBER -> column.numbers[place] = flow.number(i);
        case REAL -> column.numbers[place] = Double.doubleToRawLongBits(flow.real(i));
        case WORD -> column.words[place] = flow.word(i);
        case ADDRESS -> throw new IllegalArgumentException("addresses are not filled in");
      }
    }
  }

  /** Schema of the completed flows. */
  public Schema schema() {
    return schema;
  }

  /**
   * The flow of a place with what was filled in; what it had is as it was.
   *
   * @param place as its series gave it, or its number in the order of the series
   * @param flow of the table
   */
  public Flow complete(int place, Flow flow) {
    var draft = new Flow.Draft(schema);
    for (int i = 0; i < schema.size(); i++) {
      int theirs = from.index(schema.attributes().get(i).name());
      if (theirs >= 0) {
        draft.copy(i, flow, theirs);
      }
    }
    for (Column column : columns) {
      String name = column.attribute.name();
      int i = schema.index(name);
      if (from.has(name) && !gaps.lack(flow, name)) {
        continue;
      }
      switch (column.attribute.held()) {
        case NUMBER -> draft.number(i, column.numbers[place]);
        case REAL -> draft.real(i, Double.longBitsToDouble(column.numbers[place]));
        case WORD -> draft.word(i, column.words[place]);
        case ADDRESS -> throw new IllegalArgumentException("addresses are not filled in");
      }
    }
    return draft.flow();
  }
}
