/** Drafts a schema file from a table. */
package io.stanflow.io.draft;
