/** The {@code stanflow} command: parses, calls one method, prints. */
package io.stanflow.cli;
