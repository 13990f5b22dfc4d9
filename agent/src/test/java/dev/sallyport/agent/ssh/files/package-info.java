/** Observers of file copies, fed by hand. */
@NullMarked
package dev.sallyport.agent.ssh.files;

import org.jspecify.annotations.NullMarked;
