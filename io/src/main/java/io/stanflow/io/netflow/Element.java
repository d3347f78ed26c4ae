package io.stanflow.io.netflow;

/** IPFIX information elements by their IANA numbers, which NetFlow v9 shares up to 127. */
final class Element {
  static final int OCTET_DELTA_COUNT = 1;
  static final int PACKET_DELTA_COUNT = 2;
  static final int PROTOCOL_IDENTIFIER = 4;
  static final int IP_CLASS_OF_SERVICE = 5;
  static final int TCP_CONTROL_BITS = 6;
  static final int SOURCE_TRANSPORT_PORT = 7;
  static final int SOURCE_IPV4_ADDRESS = 8;
  static final int INGRESS_INTERFACE = 10;
  static final int DESTINATION_TRANSPORT_PORT = 11;
  static final int DESTINATION_IPV4_ADDRESS = 12;

  /** Last packet, ms of the exporter's uptime. */
  static final int FLOW_END_SYS_UP_TIME = 21;

  /** First packet, ms of the exporter's uptime. */
  static final int FLOW_START_SYS_UP_TIME = 22;

  static final int POST_OCTET_DELTA_COUNT = 23;
  static final int POST_PACKET_DELTA_COUNT = 24;
  static final int SOURCE_IPV6_ADDRESS = 27;
  static final int DESTINATION_IPV6_ADDRESS = 28;
  static final int ICMP_TYPE_CODE_IPV4 = 32;
  static final int SAMPLING_INTERVAL = 34;
  static final int SAMPLER_ID = 48;
  static final int SAMPLER_RANDOM_INTERVAL = 50;
  static final int OCTET_TOTAL_COUNT = 85;
  static final int PACKET_TOTAL_COUNT = 86;
  static final int ICMP_TYPE_CODE_IPV6 = 139;
  static final int FLOW_START_SECONDS = 150;
  static final int FLOW_END_SECONDS = 151;
  static final int FLOW_START_MILLISECONDS = 152;
  static final int FLOW_END_MILLISECONDS = 153;
  static final int FLOW_START_MICROSECONDS = 154;
  static final int FLOW_END_MICROSECONDS = 155;
  static final int FLOW_START_NANOSECONDS = 156;
  static final int FLOW_END_NANOSECONDS = 157;

  /** µs before the packet's export time. */
  static final int FLOW_START_DELTA_MICROSECONDS = 158;

  static final int FLOW_END_DELTA_MICROSECONDS = 159;
  static final int SYSTEM_INIT_TIME_MILLISECONDS = 160;
  static final int FLOW_DURATION_MILLISECONDS = 161;
  static final int FLOW_DURATION_MICROSECONDS = 162;
  static final int POST_OCTET_TOTAL_COUNT = 171;
  static final int POST_PACKET_TOTAL_COUNT = 172;
  static final int ICMP_TYPE_IPV4 = 176;
  static final int ICMP_CODE_IPV4 = 177;
  static final int ICMP_TYPE_IPV6 = 178;
  static final int ICMP_CODE_IPV6 = 179;
  static final int UDP_SOURCE_PORT = 180;
  static final int UDP_DESTINATION_PORT = 181;
  static final int TCP_SOURCE_PORT = 182;
  static final int TCP_DESTINATION_PORT = 183;
  static final int INITIATOR_OCTETS = 231;
  static final int RESPONDER_OCTETS = 232;
  static final int FIREWALL_EVENT = 233;
  static final int INITIATOR_PACKETS = 298;
  static final int RESPONDER_PACKETS = 299;
  static final int SELECTOR_ID = 302;

  /** Packets taken one after the other, and then {@link #SAMPLING_PACKET_SPACE} left out. */
  static final int SAMPLING_PACKET_INTERVAL = 305;

  static final int SAMPLING_PACKET_SPACE = 306;

  /** Packets taken out of each {@link #SAMPLING_POPULATION}. */
  static final int SAMPLING_SIZE = 309;

  static final int SAMPLING_POPULATION = 310;

  /** A real number of 8 bytes. */
  static final int SAMPLING_PROBABILITY = 311;

  static final int OBSERVATION_TIME_MILLISECONDS = 323;

  /** Past all that are assigned: elements of enterprises, which are skipped. */
  static final int OF_ENTERPRISE = 0x8000;

  /** Added to an element of the way back (RFC 5103). */
  static final int REVERSE = 1 << 16;

  /** Enterprise number under which the elements of the way back stand. */
  static final int REVERSE_ENTERPRISE = 29_305;

  private Element() {}
}
