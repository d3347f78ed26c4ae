/**
 * NetFlow v5, v9 (RFC 3954) and IPFIX (RFC 7011) packets to and from flows; nothing of files and
 * sockets.
 */
package io.stanflow.io.netflow;
