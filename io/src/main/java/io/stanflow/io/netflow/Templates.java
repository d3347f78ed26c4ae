package io.stanflow.io.netflow;

import java.nio.ByteBuffer;
import java.util.Map;

/** Templates by their exporter and number, out of the sets that define them. */
final class Templates {
  private static final int MOST = 10_000;

  private record Key(Scope scope, int id) {}

  private final Map<Key, Template> templates = new Latest<>(MOST);

  /** The template of a set of data, or null. */
  Template get(Scope scope, int id) {
    return templates.get(new Key(scope, id));
  }

  /**
   * Reads the templates of a set.
   *
   * @param options whether it is a set of options templates
   */
  void read(ByteBuffer set, Scope scope, boolean options) throws MalformedPacketException {
    boolean ipfix = scope.isIpfix();
    while (set.remaining() >= (options ? 6 : 4)) {
      int id = Short.toUnsignedInt(set.getShort());
      int fields = Short.toUnsignedInt(set.getShort());
      if (id == 0 && fields == 0) {
        return; // padding
      }
      var key = new Key(scope, id);
      if (ipfix && fields == 0) {
        templates.remove(key); // withdrawn
        continue;
      }
      if (id < 256) {
        throw new MalformedPacketException("a template's number must be >= 256 but is " + id);
      }
      int scopes = 0;
      if (options) {
        int second = Short.toUnsignedInt(set.getShort());
        scopes = ipfix ? 0 : fields / 4;
        fields = ipfix ? fields : (fields + second) / 4; // v9 has the bytes of two lists
      }
      templates.put(key, Template.read(set, fields, ipfix, options, scopes));
    }
  }
}
