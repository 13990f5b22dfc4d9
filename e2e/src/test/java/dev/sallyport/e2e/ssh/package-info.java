/** The built distribution with the machine's own clients: OpenSSH, rsync, git, Ansible. One cluster for all tests of a run. */
@NullMarked
package dev.sallyport.e2e.ssh;

import org.jspecify.annotations.NullMarked;
