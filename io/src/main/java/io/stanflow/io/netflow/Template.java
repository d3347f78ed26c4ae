package io.stanflow.io.netflow;

import java.nio.ByteBuffer;

/**
 * How the data records of one set are cut up.
 *
 * @param elements information elements; {@link Element#REVERSE} and more for those of the way back,
 *     {@link Element#OF_ENTERPRISE} for those of other enterprises
 * @param lengths bytes of each, {@link #VARIABLE} where the record says
 * @param options whether the records are about the exporter rather than flows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; one array access for each field
record Template(int[] elements, int[] lengths, boolean options) {
  static final int VARIABLE = 65_535;
  private static final int SCOPE_INTERFACE = 2; // of v9

  /**
   * Reads the field specifiers.
   *
   * @param ipfix whether the high bit of an element announces an enterprise number
   * @param scopes how many fields come first that are v9's scopes, which have numbers of their own
   */
  static Template read(ByteBuffer in, int fields, boolean ipfix, boolean options, int scopes)
      throws MalformedPacketException {
    if (in.remaining() < fields * 4) {
      throw new MalformedPacketException("a template of " + fields + " fields is cut short");
    }
    var elements = new int[fields];
    var lengths = new int[fields];
    for (int i = 0; i < fields; i++) {
      if (in.remaining() < 4) {
        throw new MalformedPacketException("a template of " + fields + " fields is cut short");
      }
      elements[i] = Short.toUnsignedInt(in.getShort());
      lengths[i] = Short.toUnsignedInt(in.getShort());
      if (i < scopes) {
        elements[i] =
            elements[i] == SCOPE_INTERFACE ? Element.INGRESS_INTERFACE : Element.OF_ENTERPRISE;
      }
      if (ipfix && elements[i] >= Element.OF_ENTERPRISE) {
        if (in.remaining() < 4) {
          throw new MalformedPacketException("a template's enterprise number is cut short");
        }
        boolean reverse = in.getInt() == Element.REVERSE_ENTERPRISE;
        elements[i] = reverse ? Element.REVERSE + (elements[i] & 0x7fff) : Element.OF_ENTERPRISE;
      }
    }
    var template = new Template(elements, lengths, options);
    if (template.shortest(ipfix) == 0) {
      throw new MalformedPacketException("a template's records have no bytes");
    }
    return template;
  }

  /**
   * Bytes that a record has at least.
   *
   * @param ipfix whether fields may be variable, with at least one byte for the length
   */
  int shortest(boolean ipfix) {
    int sum = 0;
    for (int length : lengths) {
      sum += ipfix && length == VARIABLE ? 1 : length;
    }
    return sum;
  }
}
