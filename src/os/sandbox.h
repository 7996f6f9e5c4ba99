// sandbox.h: what a process gives up for good: files by Landlock, system calls by seccomp, memory and time by limits.
//
// It binds the calling thread and all that it starts later, so it is entered before any thread is started. There is no
// way back. Where the kernel has no Landlock or refuses a filter, a line in the log says what stays open.
#pragma once

#include "base/err.h"

enum sandbox_part {
    SANDBOX_FILES = 1, // nothing opens but the paths that were named
    SANDBOX_CALLS = 2, // the system calls of its kind are refused
};

enum sandbox_kind {
    SANDBOX_SERVER, // any work, but: no other program run, no debugging, mounting, tracing, modules, clocks, users
    SANDBOX_PARSER, // reads hostile bytes: computes, and reads and writes what is already open; anything else kills it
};

enum sandbox_access {
    SANDBOX_READ = 1,
    SANDBOX_WRITE = 2,    // also makes, renames and removes below a folder
    SANDBOX_OPTIONAL = 4, // a path that does not exist is passed over
    SANDBOX_TIDY = 8,     // of a folder: list it, remove from it, make sockets in it; no file in it opens by this
};

struct sandbox_path {
    const char *path; // a folder stands for all below it
    unsigned access;  // enum sandbox_access
};

// What the resolver, TLS, libpq and libcurl read: world-readable files of the machine, all of them optional.
extern const struct sandbox_path sandbox_network_paths[];
extern const size_t sandbox_network_paths_n;

struct sandbox {
    enum sandbox_kind kind;
    const struct sandbox_path *paths;
    size_t paths_n;
    unsigned must;        // enum sandbox_part: where these cannot be had, sandbox_enter fails
    bool offline;         // a server that listens and never calls anybody: no connect, no datagrams
    bool no_code;         // memory is never made executable, which also means that no library is loaded any more
    uint64_t memory_max;  // bytes of address space; 0 for no limit
    uint64_t cpu_seconds; // 0 for no limit
};

// Enter. *closed tells what is closed now (enum sandbox_part). False: a path that cannot be opened, a limit that was
// refused, or a part that `must` names is not to be had; what was closed until then stays closed, so end the process.
//
// A build with AddressSanitizer keeps ptrace(2) and /proc open to a server: its search for leaks at the end needs them.
bool sandbox_enter(const struct sandbox *s, unsigned *closed, struct err *e) MUST_USE;
