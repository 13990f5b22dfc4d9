package dev.sallyport.auth.export;

import dev.sallyport.audit.event.FlatEvent;

/**
 * An event on its way out.
 *
 * @param index its number in the log
 * @param leaf what the log's leaf hashes: JSON
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
record ExportedEvent(FlatEvent event, long index, byte[] leaf) {}
