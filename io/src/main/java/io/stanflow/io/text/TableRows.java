package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.flow.TimePattern;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.NetflowView;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a table whose columns are attributes: the inverse of {@link Kinds#column}. */
public final class TableRows implements TextWriter.Rows {
  private final List<Attribute> attributes;
  private final TableLayout layout;
  private final List<DateTimeFormatter> patterns = new ArrayList<>();

  /**
   * @param schema of the flows
   * @param layout a column for each of its attributes; decimals of a duration are printed all,
   *     where there are none as many as it takes
   */
  public TableRows(Schema schema, TableLayout layout) {
    attributes = schema.attributes();
    this.layout = layout;
    if (attributes.size() != layout.columns().size()) {
      throw new IllegalArgumentException(layout.columns().size() + " columns for " + schema);
    }
    for (TableLayout.Column column : layout.columns()) {
      String pattern = column.pattern();
      patterns.add(pattern == null ? null : new TimePattern(pattern).formatter(column.decimals()));
    }
  }

  /** The line of column names. */
  public static String header(TableLayout layout) {
    var header = new TextBuffer(layout.separator());
    for (TableLayout.Column column : layout.columns()) {
      header.raw(header.length() == 0 ? "" : layout.delimiter());
      if (layout.quoted()) {
        header.quoted(column.name(), false);
      } else {
        header.raw(column.name());
      }
    }
    return header.toString();
  }

  @Override
  public void append(Flow flow, TextBuffer out) {
    if (layout.isJson()) {
      object(flow, out);
      return;
    }
    for (int i = 0; i < attributes.size(); i++) {
      if (i > 0) {
        out.put(layout.separator());
      }
      if (attributes.get(i).kind() == Kind.CATEGORICAL) {
        cell(word(flow, i), out);
      } else {
        value(flow, i, out);
      }
    }
    out.newline();
  }

  /** The flow as a JSON object, a member for each column. */
  private void object(Flow flow, TextBuffer out) {
    for (int i = 0; i < attributes.size(); i++) {
      out.put(i == 0 ? '{' : ',');
      JsonText.string(layout.columns().get(i).name(), out);
      out.put(':');
      if (attributes.get(i).kind() == Kind.CATEGORICAL) {
        JsonText.string(word(flow, i), out);
      } else if (isText(i)) {
        out.put('"');
        value(flow, i, out);
        out.put('"');
      } else {
        value(flow, i, out);
      }
    }
    out.put('}').newline();
  }

  /** Whether a value that is no word is no number either. */
  private boolean isText(int attribute) {
    TableLayout.Column column = layout.columns().get(attribute);
    boolean letters =
        attributes.get(attribute).kind() == Kind.ADDRESS || column.unit() == Unit.LETTERS;
    return column.isTextTime() || (letters && column.unit() != Unit.NUMBER);
  }

  private void value(Flow flow, int i, TextBuffer out) {
    TableLayout.Column column = layout.columns().get(i);
    switch (attributes.get(i).kind()) {
      case START, END -> time(flow.number(i), i, out);
      case DURATION -> duration(flow, i, out);
      case COUNT, PORT -> out.number(flow.number(i));
      case CONTINUOUS -> out.raw(Double.toString(flow.real(i)));
      case ADDRESS -> address(flow.address(i), column.unit(), out);
      case FLAGS -> flags((int) flow.number(i), column.unit(), out);
      case CATEGORICAL -> throw new IllegalStateException("a word is no value of its own");
    }
  }

  private void time(long micros, int i, TextBuffer out) {
    TableLayout.Column column = layout.columns().get(i);
    switch (column.unit()) {
      case TEXT -> out.time(micros, column.decimals());
      case ISO -> out.time(micros, 'T', column.decimals()).put('Z');
      case PATTERN -> out.raw(TimePattern.print(micros, patterns.get(i)));
      default -> out.micros(micros, column.unit());
    }
  }

  private void duration(Flow flow, int i, TextBuffer out) {
    TableLayout.Column column = layout.columns().get(i);
    long micros = flow.number(i);
    if (column.end()) {
      time(flow.timeMicros() + micros, i, out);
    } else if (column.decimals() > 0) {
      out.decimal(micros, column.decimals());
    } else {
      out.micros(micros, column.unit());
    }
  }

  /** An IPv6 address, for which there is no number, stands as its text. */
  private static void address(Address address, Unit unit, TextBuffer out) {
    if (unit == Unit.NUMBER && address.isIpv4()) {
      out.number(Integer.toUnsignedLong(address.ipv4()));
    } else {
      out.address(address);
    }
  }

  private static void flags(int bits, Unit unit, TextBuffer out) {
    if (unit == Unit.NUMBER) {
      out.number(bits);
    } else {
      out.flags(bits, 8);
    }
  }

  private String word(Flow flow, int i) {
    String word = flow.word(i);
    return switch (layout.columns().get(i).unit()) {
      case NUMBER -> NetflowView.numbered(word);
      case LOWERCASE -> word.toLowerCase(Locale.ROOT);
      default -> word;
    };
  }

  private void cell(String text, TextBuffer out) {
    boolean alone = attributes.size() == 1;
    if (layout.quoted()) {
      out.quoted(text, alone);
    } else {
      out.word(text, alone);
    }
  }
}
