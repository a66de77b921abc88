/**
 * Histories of what clients asked and were told, and a checker that says whether one object that
 * does one thing at a time could have given those answers.
 */
@NullMarked
package io.togglebolt.testkit.history;

import org.jspecify.annotations.NullMarked;
