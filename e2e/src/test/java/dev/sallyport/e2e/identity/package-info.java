/** How people prove who they are, by the built distribution: devices, the proxies' page, identity providers, sessions that take a proof of their own. */
@NullMarked
package dev.sallyport.e2e.identity;

import org.jspecify.annotations.NullMarked;
