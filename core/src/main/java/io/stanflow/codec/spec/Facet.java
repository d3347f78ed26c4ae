package io.stanflow.codec.spec;

import io.stanflow.codec.spec.StepSpec.Kind;
import io.stanflow.flow.Range;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an {@link Exclusion} looks at in a flow: a few classes that follow from one or two of its
 * attributes.
 *
 * @param of index among the codec's categories ({@link View#WORD}) or quantities (the others but
 *     {@link View#PROTOCOL} and {@link View#DIRECTION})
 * @param other index of the second quantity; 0 where there is none
 */
public record Facet(
    View view, @Range(least = 0, most = 4095) int of, @Range(least = 0, most = 4095) int other) {
  /** Zero, one, more; less, equal, more. */
  public static final int THREE = 3;

  /** How the attributes are looked at. */
  public enum View {
    /** Whether the flow comes to its host or leaves it. */
    DIRECTION,
    /** The protocol's class. */
    PROTOCOL,
    /** The class of a flags or categorical attribute. */
    WORD,
    /** Whether a quantity is zero, one unit or more. */
    SIZE,
    /** Whether a quantity is less than another, equal to it or more. */
    AGAINST,
    /** Protocol and size. */
    SIZE_BY_PROTOCOL,
    /** The sizes of two quantities. */
    SIZES
  }

  /** Number of its classes. */
  public int classes(CodecSpec codec) {
    return switch (view) {
      case DIRECTION -> 2;
      case PROTOCOL -> codec.protocols().length;
      case WORD -> codec.categories().get(of).code().classes();
      case SIZE, AGAINST -> THREE;
      case SIZE_BY_PROTOCOL -> THREE * codec.protocols().length;
      case SIZES -> THREE * THREE;
    };
  }

  /**
   * The class that a flow has.
   *
   * @param words class of each category
   * @param quantities in units
   */
  public int of(boolean outgoing, int protocol, int[] words, long[] quantities) {
    return switch (view) {
      case DIRECTION -> outgoing ? 1 : 0;
      case PROTOCOL -> protocol;
      case WORD -> words[of];
      case SIZE -> size(quantities[of]);
      case AGAINST -> 1 + Integer.signum(Long.compare(quantities[of], quantities[other]));
      case SIZE_BY_PROTOCOL -> THREE * protocol + size(quantities[of]);
      case SIZES -> THREE * size(quantities[of]) + size(quantities[other]);
    };
  }

  private static int size(long value) {
    return (int) Math.max(0, Math.min(2, value));
  }

  /** Whether the step of its last attribute can keep to its classes. */
  public boolean isSimple() {
    return switch (view) {
      case DIRECTION, WORD, SIZE, AGAINST -> true;
      case PROTOCOL, SIZE_BY_PROTOCOL, SIZES -> false;
    };
  }

  /** The steps that decide it; those of attributes with one value are none of the codec's. */
  public List<StepSpec> steps(CodecSpec codec) {
    return switch (view) {
      case DIRECTION -> List.of(new StepSpec(Kind.DIRECTION, null));
      case PROTOCOL -> List.of(new StepSpec(Kind.PROTOCOL, null));
      case WORD -> List.of(new StepSpec(Kind.CATEGORY, codec.categories().get(of).name()));
      case SIZE -> List.of(quantity(codec, of));
      case AGAINST, SIZES -> List.of(quantity(codec, of), quantity(codec, other));
      case SIZE_BY_PROTOCOL -> List.of(new StepSpec(Kind.PROTOCOL, null), quantity(codec, of));
    };
  }

  private static StepSpec quantity(CodecSpec codec, int index) {
    return new StepSpec(Kind.QUANTITY, codec.quantities().get(index).name());
  }

  /** Whether its indexes are those of attributes of the codec. */
  public boolean fits(CodecSpec codec) {
    int words = codec.categories().size();
    int quantities = codec.quantities().size();
    return switch (view) {
      case DIRECTION -> codec.addresses() != null;
      case PROTOCOL -> true;
      case WORD -> of < words;
      case SIZE, SIZE_BY_PROTOCOL -> of < quantities;
      case AGAINST, SIZES -> of != other && IntStream.of(of, other).allMatch(q -> q < quantities);
    };
  }
}
