package io.stanflow.io.draft;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.format.AttributeNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Common names of columns that have a meaning, for the draft of a schema: those of CICFlowMeter,
 * TON_IoT, NFStream, nProbe, goflow2, pmacct, SiLK, NEMEA, AWS flow logs, Elastic's common schema
 * and others, in lower case, letters and digits alone.
 */
final class ColumnNames {
  /** A time at the end of the flow; no attribute's name. */
  static final String END = "end";

  private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

  static {
    put(
        Schema.TIME,
        "time ts timestamp start starttime timestart startdate stime firstseen datefirstseen date"
            + " datetime flowstart flowstartmilliseconds flowstartmicroseconds"
            + " flowstartnanoseconds flowstartseconds flowstarttime unixtime epoch timefirst tfirst"
            + " timeflowstart timeflowstartns timeflowstartms bidirectionalfirstseenms"
            + " timestampstart starttimestamp eventstart firstswitched first startms tstart begin");
    put(
        END,
        "end te endtime timeend enddate etime ltime lasttime lastseen flowend flowendmilliseconds"
            + " flowendmicroseconds flowendnanoseconds flowendseconds flowendtime timelast tlast"
            + " timeflowend timeflowendns timeflowendms bidirectionallastseenms timestampend"
            + " endtimestamp eventend lastswitched last endms tend");
    put(
        Schema.DURATION,
        "duration td dur flowduration durationsec durationms flowdurationmilliseconds"
            + " flowdurationmicroseconds bidirectionaldurationms eventduration");
    put(
        Schema.SOURCE_ADDRESS,
        "sourceaddress srcip srcipaddr srcaddr saddr saddress sip sips sa sourceip src source"
            + " ipsrc idorigh origh ipv4srcaddr sourceipv4address clientip srcaddress sourceaddr"
            + " srcipv4 sourceipaddress srchost clientaddr");
    put(
        Schema.DESTINATION_ADDRESS,
        "destinationaddress dstip dstipaddr dstaddr daddr raddress dip rips da destip"
            + " destinationip dst dest destination ipdst idresph resph ipv4dstaddr"
            + " destinationipv4address serverip dstaddress destinationaddr destaddr dstipv4"
            + " destinationipaddress dsthost serveraddr");
    put(
        Schema.SOURCE_PORT,
        "sourceport srcport srcpt sport sp sportnum idorigp origp l4srcport portsrc clientport"
            + " sourcetransportport srcportnumber");
    put(
        Schema.DESTINATION_PORT,
        "destinationport dstport dstpt destport dport dsport dp idrespp respp l4dstport portdst"
            + " serverport destinationtransportport dstportnumber");
    put(
        Schema.PROTOCOL,
        "protocol proto pr pro prot ipproto ipprotocol protocolidentifier networktransport"
            + " transport networkiananumber");
    put(Schema.TCP_FLAGS, "tcpflags flags flg flag tcpcontrolbits");
    put(
        Schema.PACKETS,
        "packets pkts pkt packet npackets numpackets totpkts totalpackets packetcount"
            + " packetdeltacount packettotalcount inpkts inpackets src2dstpackets totfwdpkts"
            + " totalfwdpackets totalfwdpacket srcpkts srcpackets sourcepackets origpkts spkts");
    put(
        Schema.BYTES,
        "bytes byt octets nbytes numbytes totbytes totalbytes octetcount octetdeltacount"
            + " octettotalcount inbytes inoctets src2dstbytes srcipbytes origipbytes sbytes"
            + " srcbytes sourcebytes origbytes");
    put(
        AttributeNames.REVERSE_PACKETS,
        "reversepackets packetsrev outpkts outpackets dst2srcpackets totbwdpkts"
            + " totalbackwardpackets totalbwdpackets dstpkts dstpackets destinationpackets respkts"
            + " resppkts dpkts");
    put(
        AttributeNames.REVERSE_BYTES,
        "reversebytes bytesrev outbytes outoctets dst2srcbytes dstipbytes respipbytes dbytes"
            + " dstbytes destinationbytes respbytes");
    put(
        AttributeNames.PAYLOAD_BYTES,
        "payloadbytes totlenfwdpkts totallengthoffwdpackets totallengthoffwdpacket srcbytes"
            + " origbytes");
    put(
        AttributeNames.REVERSE_PAYLOAD_BYTES,
        "reversepayloadbytes totlenbwdpkts totallengthofbwdpackets totallengthofbwdpacket"
            + " dstbytes respbytes");
    put(AttributeNames.MISSED_BYTES, "missedbytes");
    put(AttributeNames.REVERSE_TCP_FLAGS, "reversetcpflags tcpflagsrev");
    put(AttributeNames.FORWARDING_STATUS, "fwd fwdstatus forwardingstatus");
    put(AttributeNames.TOS, "tos stos iptos srctos");
    put(AttributeNames.CONNECTION_STATE, "connstate");
    put(AttributeNames.LABEL, "label class attack attackcat traffictype");
    put(AttributeNames.DETAILED_LABEL, "detailedlabel");
  }

  /** What tells that a table holds flows. */
  private static final List<String> FLOW = AttributeNames.NETFLOW;

  /** Names that only our own tables have. */
  private static final Set<String> OURS =
      Set.of(
          Schema.SOURCE_ADDRESS,
          Schema.DESTINATION_ADDRESS,
          Schema.SOURCE_PORT,
          Schema.DESTINATION_PORT);

  /** Names of columns that name hosts, persons or records, whatever their values are. */
  private static final Set<String> NAMING =
      Set.of(
          ("id flowid uid uuid guid recordid sessionid flowhash communityid requestedservername"
                  + " servername sni hostname host user username useragent uri url referrer query"
                  + " dnsquery sslsubject sslissuer subject issuer mac srcmac dstmac macsrc macdst"
                  + " srcoui dstoui clientfingerprint serverfingerprint ja3 ja3s accountid"
                  + " interfaceid vpcid subnetid instanceid sampleraddress exporteraddress nexthop"
                  + " bgpnexthop peeripsrc simillarhttp httpuri httpuseragent email")
              .split(" "));

  private ColumnNames() {}

  private static void put(String meaning, String names) {
    NAMES.put(meaning, List.of(names.split(" ")));
  }

  /**
   * A name in lower case, letters and digits alone, without the type that NEMEA writes before it:
   * {@code ipaddr SRC_IP}.
   */
  static String plain(String column) {
    return column
        .replaceFirst("^(ipaddr|u?int(8|16|32|64)|time|macaddr|double|float|bytes|string)\\*? ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }

  /** Plain names of columns with this meaning, the surest first. */
  static List<String> of(String meaning) {
    return NAMES.getOrDefault(meaning, List.of());
  }

  /** All meanings of a column, by its name or the last part of its path. */
  static List<String> meanings(String column) {
    var meanings = new ArrayList<String>();
    NAMES.forEach(
        (meaning, names) -> {
          if (names.contains(plain(column)) || names.contains(plain(lastPart(column)))) {
            meanings.add(meaning);
          }
        });
    return meanings;
  }

  /** What follows the last point of a path into JSON objects. */
  static String lastPart(String column) {
    return column.substring(column.lastIndexOf('.') + 1);
  }

  /** Whether the name says that the values name hosts, persons or records. */
  static boolean isNaming(String column) {
    return NAMING.contains(plain(column)) || NAMING.contains(plain(lastPart(column)));
  }

  /** Whether the name is that of an attribute beyond NetFlow's that is a word in any format. */
  static boolean isWord(String name) {
    return !FLOW.contains(name)
        && AttributeNames.kind(name).filter(kind -> kind == Kind.CATEGORICAL).isPresent();
  }

  /** Whether columns of these names hold flows, under other names than our attributes'. */
  static boolean areFlows(Collection<String> columns) {
    Set<String> meanings = new HashSet<>();
    boolean others = false;
    for (String column : columns) {
      for (String meaning : meanings(column)) {
        String attribute = meaning.equals(END) ? Schema.TIME : meaning;
        others |= FLOW.contains(attribute) && !column.equals(attribute);
        meanings.add(attribute);
      }
    }
    meanings.retainAll(FLOW);
    return others && meanings.size() >= 3 && columns.stream().noneMatch(OURS::contains);
  }

  /** The unit of durations in a column of this name, if it says one. */
  static Optional<Unit> unit(String column) {
    String name = lastPart(column).toLowerCase(Locale.ROOT);
    if (plain(column).equals("eventduration")) {
      return Optional.of(Unit.NS); // Elastic's common schema
    } else if (name.matches(".*([^a-z]ns|nano(s|sec|seconds)?)\\W*")) {
      return Optional.of(Unit.NS);
    } else if (name.matches(".*([^a-z]us|usec|micro(s|sec|seconds)?)\\W*")) {
      return Optional.of(Unit.US);
    } else if (name.matches(".*([^a-z]ms|msec|milli(s|sec|seconds)?)\\W*")) {
      return Optional.of(Unit.MS);
    }
    return name.matches(".*([^a-z]s|sec|secs|seconds)\\W*")
        ? Optional.of(Unit.S)
        : Optional.empty();
  }
}
