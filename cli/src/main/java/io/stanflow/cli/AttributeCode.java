package io.stanflow.cli;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attribute of a schema and how its values are coded.
 *
 * @param kind such as Count; timestamps with their edge
 * @param code sizes of the code's parts by name
 */
record AttributeCode(String name, String kind, Map<String, Object> code) {
  /** The attributes in the order of the schema. */
  static List<AttributeCode> all(CodecSpec codec) {
    List<AttributeCode> all = new ArrayList<>();
    for (CodecSpec.AttributeSpec attribute : codec.attributes()) {
      String edge = attribute.edge() == null ? "" : " (" + attribute.edge() + " of the flow)";
      all.add(new AttributeCode(attribute.name(), attribute.kind() + edge, code(attribute, codec)));
    }
    return all;
  }

  private static Map<String, Object> code(CodecSpec.AttributeSpec attribute, CodecSpec codec) {
    String name = attribute.name();
    if (attribute.kind().equals("Timestamp") && codec.gap() != null) {
      Map<String, Object> code = mixture(codec.gap());
      code.put("unitMicros", codec.clockUnit());
      return code;
    } else if (codec.addresses() != null
        && (name.equals(Schema.SOURCE_ADDRESS) || name.equals(Schema.DESTINATION_ADDRESS))) {
      return addresses(codec.addresses());
    } else if (name.equals(Schema.PROTOCOL)) {
      return sizes("words", codec.protocols().length);
    } else if (name.equals(Schema.SOURCE_PORT) || name.equals(Schema.DESTINATION_PORT)) {
      return ports(codec);
    }
    for (CodecSpec.NamedCategories named : codec.categories()) {
      if (named.name().equals(name)) {
        return sizes(
            "words", named.code().values().length, "pooled rare words", named.code().rare().length);
      }
    }
    for (QuantitySpec quantity : codec.quantities()) {
      if (quantity.name().equals(name)) {
        Map<String, Object> code = mixture(quantity.mixture());
        code.put(attribute.kind().equals("Duration") ? "unitMicros" : "unit", quantity.unit());
        return code;
      }
    }
    return Map.of();
  }

  private static Map<String, Object> addresses(AddressSpec spec) {
    int octets = 0;
    for (boolean known : spec.firstOctets()) {
      octets += known ? 1 : 0;
    }
    return sizes(
        "popular", spec.popular().length,
        "first octets", octets,
        "IPv6 prefixes", spec.prefixes6().length);
  }

  /** Ports are coded by the side of the flow, not by its direction. */
  private static Map<String, Object> ports(CodecSpec codec) {
    Map<String, Object> code = new LinkedHashMap<>();
    port("own side", codec.localPort(), code);
    port("peer's side", codec.peerPort(), code);
    return code;
  }

  private static void port(String side, PortSpec spec, Map<String, Object> code) {
    if (spec != null) {
      code.put(side + " vocabulary", spec.mixture().atoms().length);
      code.put(side + " blocks", Math.max(0, spec.mixture().edges().length - 1));
    }
  }

  private static Map<String, Object> mixture(MixtureSpec spec) {
    return sizes(
        "exact values", spec.atoms().length,
        "exact ratios", spec.ratioAtoms().length,
        "intervals", Math.max(0, spec.edges().length - 1),
        "free", spec.free(),
        "min", spec.min(),
        "max", spec.max());
  }

  private static Map<String, Object> sizes(Object... namesAndValues) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      sizes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return sizes;
  }
}
