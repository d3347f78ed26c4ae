/** Sends flows to a collector as an exporter would. */
package io.stanflow.io.replay;
