/** The audit log of the built distribution: what verifies, and what is found when somebody changes it underneath. */
@org.jspecify.annotations.NullMarked
package dev.sallyport.e2e.audit;
