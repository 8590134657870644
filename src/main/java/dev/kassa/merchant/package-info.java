/** Who may call, on which account, to which URLs. */
@NullMarked
package dev.kassa.merchant;

import org.jspecify.annotations.NullMarked;
