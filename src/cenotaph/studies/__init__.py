"""Packaged reference studies: ordinary study folders that travel with the program. `cenotaph demo` copies one."""
