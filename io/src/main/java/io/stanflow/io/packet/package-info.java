/** Formats of packets: NetFlow and IPFIX exports, traffic, and nfcapd files. */
package io.stanflow.io.packet;
