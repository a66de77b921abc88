package io.togglebolt.testkit;

/** What a name on a simulated disk stands for. */
sealed interface Node permits Directory, Inode {}
