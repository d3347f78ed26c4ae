package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.NetflowView;
import java.util.List;
import java.util.Locale;

/** The lines of a table whose columns are attributes: the inverse of {@link Kinds#column}. */
public final class TableRows implements TextWriter.Rows {
  private final List<Attribute> attributes;
  private final TableLayout layout;

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
    for (int i = 0; i < attributes.size(); i++) {
      if (i > 0) {
        out.put(layout.separator());
      }
      TableLayout.Column column = layout.columns().get(i);
      switch (attributes.get(i).kind()) {
        case START, END -> time(flow.number(i), column, out);
        case DURATION -> duration(flow.number(i), column, out);
        case COUNT, PORT -> out.number(flow.number(i));
        case CONTINUOUS -> out.raw(Double.toString(flow.real(i)));
        case CATEGORICAL -> word(flow.word(i), column.unit(), out);
        case ADDRESS -> address(flow.address(i), column.unit(), out);
        case FLAGS -> flags((int) flow.number(i), column.unit(), out);
      }
    }
    out.newline();
  }

  private static void time(long micros, TableLayout.Column column, TextBuffer out) {
    switch (column.unit()) {
      case TEXT -> out.time(micros, column.decimals());
      case ISO -> out.time(micros, 'T', column.decimals()).put('Z');
      default -> out.micros(micros, column.unit());
    }
  }

  private static void duration(long micros, TableLayout.Column column, TextBuffer out) {
    if (column.decimals() > 0) {
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

  private void word(String word, Unit unit, TextBuffer out) {
    String text =
        switch (unit) {
          case NUMBER -> NetflowView.numbered(word);
          case LOWERCASE -> word.toLowerCase(Locale.ROOT);
          default -> word;
        };
    boolean alone = attributes.size() == 1;
    if (layout.quoted()) {
      out.quoted(text, alone);
    } else {
      out.word(text, alone);
    }
  }
}
