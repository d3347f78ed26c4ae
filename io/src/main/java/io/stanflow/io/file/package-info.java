/** Files to read and to write, what lies beside them for a while, and what is said of bad ones. */
package io.stanflow.io.file;
