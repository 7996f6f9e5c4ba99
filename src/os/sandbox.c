// sandbox.c: Landlock by its raw system calls (no wrapper in glibc), seccomp by libseccomp.
#include "os/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

#ifdef __SANITIZE_ADDRESS__
enum { LEAKS_SEARCHED = 1 }; // at the end, by a process that attaches itself to this one and reads /proc
#else
enum { LEAKS_SEARCHED = 0 };
#endif

// Rights that the kernel headers of Debian 12 do not name yet; from the kernel's Landlock documentation.
enum {
    RIGHT_TRUNCATE = 1 << 14,  // since version 3 of its interface
    RIGHT_IOCTL_DEV = 1 << 15, // since version 5
};

enum {
    RIGHTS_READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    RIGHTS_WRITE = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                   LANDLOCK_ACCESS_FS_REFER | RIGHT_TRUNCATE,
    RIGHTS_TIDY = LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_SOCK,
    RIGHTS_REST = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                  LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | RIGHT_IOCTL_DEV,
    RIGHTS_OF_FILES = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                      RIGHT_TRUNCATE | RIGHT_IOCTL_DEV,
};

#define READ_IF_THERE (SANDBOX_READ | SANDBOX_OPTIONAL)
const struct sandbox_path sandbox_network_paths[] = {
    {"/etc/ssl", READ_IF_THERE},          {"/etc/ca-certificates", READ_IF_THERE},
    {"/etc/resolv.conf", READ_IF_THERE},  {"/etc/hosts", READ_IF_THERE},
    {"/etc/nsswitch.conf", READ_IF_THERE}, {"/etc/host.conf", READ_IF_THERE},
    {"/etc/gai.conf", READ_IF_THERE},     {"/etc/services", READ_IF_THERE},
    {"/etc/passwd", READ_IF_THERE},       {"/etc/group", READ_IF_THERE},
    {"/etc/localtime", READ_IF_THERE},    {"/etc/ld.so.cache", READ_IF_THERE},
    {"/etc/krb5.conf", READ_IF_THERE},    {"/usr/lib", READ_IF_THERE},
    {"/usr/lib64", READ_IF_THERE},        {"/lib", READ_IF_THERE},
    {"/lib64", READ_IF_THERE},            {"/run/systemd/resolve", READ_IF_THERE},
    {"/usr/share/zoneinfo", READ_IF_THERE}, {"/usr/share/ca-certificates", READ_IF_THERE},
    {"/usr/local/share/ca-certificates", READ_IF_THERE},
    {"/dev/null", READ_IF_THERE | SANDBOX_WRITE}, {"/dev/urandom", READ_IF_THERE},
};
const size_t sandbox_network_paths_n = ARRAY_LEN(sandbox_network_paths);

// What this kernel's version of the interface understands; 0 without Landlock.
static uint64_t sandbox_rights(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    uint64_t rights = version < 1 ? 0 : RIGHTS_READ | RIGHTS_WRITE | RIGHTS_REST;
    if (version < 2) {
        rights &= ~(uint64_t)LANDLOCK_ACCESS_FS_REFER;
    }
    if (version < 3) {
        rights &= ~(uint64_t)RIGHT_TRUNCATE;
    }
    return version < 5 ? rights & ~(uint64_t)RIGHT_IOCTL_DEV : rights;
}

static bool sandbox_open_path(int rules, const struct sandbox_path *p, uint64_t rights, struct err *e)
{
    int fd = open(p->path, O_PATH | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && (p->access & SANDBOX_OPTIONAL) != 0) {
        return true;
    }
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        (void)err_errno(e, ERR_IO, "sandbox: open %s", p->path);
        if (fd >= 0) {
            (void)close(fd);
        }
        return false;
    }
    rights &= ((p->access & SANDBOX_READ) != 0 ? (uint64_t)RIGHTS_READ : 0) |
              ((p->access & SANDBOX_WRITE) != 0 ? (uint64_t)RIGHTS_WRITE : 0) |
              ((p->access & SANDBOX_TIDY) != 0 ? (uint64_t)RIGHTS_TIDY : 0);
    if (!S_ISDIR(st.st_mode)) {
        rights &= RIGHTS_OF_FILES;
    }
    struct landlock_path_beneath_attr beneath = {.allowed_access = rights, .parent_fd = fd};
    bool done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0 ||
                err_errno(e, ERR_IO, "sandbox: landlock_add_rule %s", p->path);
    (void)close(fd);
    return done;
}

static bool sandbox_files(const struct sandbox *s, unsigned *closed, struct err *e)
{
    uint64_t rights = sandbox_rights();
    if (rights == 0) {
        log_warn(N_("sandbox: this kernel has no Landlock; the program can open what its user can"));
        return true;
    }
    struct landlock_ruleset_attr attr = {.handled_access_fs = rights};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (rules < 0) {
        return err_errno(e, ERR_IO, "sandbox: landlock_create_ruleset");
    }
    bool done = true;
    for (size_t i = 0; i < s->paths_n && done; i++) {
        done = sandbox_open_path(rules, &s->paths[i], rights, e);
    }
    if (done && LEAKS_SEARCHED && s->kind == SANDBOX_SERVER) {
        done = sandbox_open_path(rules, &(struct sandbox_path){"/proc", SANDBOX_READ | SANDBOX_OPTIONAL}, rights, e);
    }
#ifdef COVER_FOLDER // where a build of tools/cover.sh counts its lines
    if (done && s->kind == SANDBOX_SERVER) {
        done = sandbox_open_path(rules, &(struct sandbox_path){COVER_FOLDER, SANDBOX_READ | SANDBOX_WRITE}, rights, e);
    }
#endif
    if (done) {
        done = syscall(SYS_landlock_restrict_self, rules, 0) == 0 ||
               err_errno(e, ERR_IO, "sandbox: landlock_restrict_self");
    }
    (void)close(rules);
    *closed |= done ? SANDBOX_FILES : 0;
    return done;
}

// A server is told no (EPERM) for what it never needs.
static const int refused_to_servers[] = {
    SCMP_SYS(acct),
    SCMP_SYS(add_key),
    SCMP_SYS(adjtimex),
    SCMP_SYS(bpf),
    SCMP_SYS(chroot),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(clock_settime),
    SCMP_SYS(delete_module),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(finit_module),
    SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount),
    SCMP_SYS(fsopen),
    SCMP_SYS(fspick),
    SCMP_SYS(init_module),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(ioperm),
    SCMP_SYS(iopl),
    SCMP_SYS(kcmp),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(kexec_load),
    SCMP_SYS(keyctl),
    SCMP_SYS(lookup_dcookie),
    SCMP_SYS(modify_ldt),
    SCMP_SYS(mount),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(open_tree),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(personality),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pivot_root),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(quotactl),
    SCMP_SYS(reboot),
    SCMP_SYS(request_key),
    SCMP_SYS(setgid),
    SCMP_SYS(setgroups),
    SCMP_SYS(sethostname),
    SCMP_SYS(setns),
    SCMP_SYS(setregid),
    SCMP_SYS(setresgid),
    SCMP_SYS(setresuid),
    SCMP_SYS(setreuid),
    SCMP_SYS(settimeofday),
    SCMP_SYS(setuid),
    SCMP_SYS(swapoff),
    SCMP_SYS(swapon),
    SCMP_SYS(syslog),
    SCMP_SYS(umount2),
    SCMP_SYS(unshare),
    SCMP_SYS(userfaultfd),
};

// A parser is killed for anything that is not here.
static const int left_to_parsers[] = {
    SCMP_SYS(brk),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(close),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(fstat),
    SCMP_SYS(futex),
    SCMP_SYS(getpid),
    SCMP_SYS(getrandom),
    SCMP_SYS(gettid),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(lseek),
    SCMP_SYS(madvise),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(tgkill),
    SCMP_SYS(write),
    SCMP_SYS(writev),
};

// Libraries ask these by habit and go on without; they are told no instead of killed.
static const int refused_to_parsers[] = {
    SCMP_SYS(access),   SCMP_SYS(ioctl),      SCMP_SYS(newfstatat),
    SCMP_SYS(open),     SCMP_SYS(openat),     SCMP_SYS(prctl),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(stat),     SCMP_SYS(sysinfo),
};

static int sandbox_rule_each(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = seccomp_rule_add(filter, action, calls[i], 0);
        if (rc == -EDOM || rc == -EFAULT) {
            rc = 0; // a call that this architecture does not have
        }
    }
    return rc;
}

// Memory may be had and its protection changed, but never made executable.
static int sandbox_rule_memory(scmp_filter_ctx filter)
{
    static const int calls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
    int rc = 0;
    for (size_t i = 0; i < ARRAY_LEN(calls) && rc == 0; i++) {
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    }
    return rc;
}

// One call is refused where the bits `mask` of its argument `arg` read `value`.
struct refused_argument {
    int call;
    unsigned arg;
    uint64_t mask, value;
};

static int sandbox_rule_arguments(scmp_filter_ctx filter, const struct refused_argument *r, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), r[i].call, 1,
                              SCMP_CMP(r[i].arg, SCMP_CMP_MASKED_EQ, r[i].mask, r[i].value));
    }
    return rc;
}

// A server starts threads and no namespaces. clone3 hides its flags from a filter; told that there is none, libc uses clone.
static int sandbox_rule_threads(scmp_filter_ctx filter)
{
    static const uint64_t spaces[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET,
                                      CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};
    int rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; i < ARRAY_LEN(spaces) && rc == 0; i++) {
        rc = sandbox_rule_arguments(filter, &(struct refused_argument){SCMP_SYS(clone), 0, spaces[i], spaces[i]}, 1);
    }
    return rc;
}

// Sockets that call somebody: datagrams, and streams that connect, also those that do so by sending (MSG_FASTOPEN).
static int sandbox_rule_offline(scmp_filter_ctx filter)
{
    enum { KIND = 15 }; // the other bits of a socket's type are flags
    static const struct refused_argument refused[] = {
        {SCMP_SYS(socket), 1, KIND, SOCK_DGRAM},
        {SCMP_SYS(socket), 1, KIND, SOCK_RAW},
        {SCMP_SYS(sendto), 3, MSG_FASTOPEN, MSG_FASTOPEN},
        {SCMP_SYS(sendmsg), 2, MSG_FASTOPEN, MSG_FASTOPEN},
        {SCMP_SYS(sendmmsg), 3, MSG_FASTOPEN, MSG_FASTOPEN},
    };
    int rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(connect), 0);
    return rc == 0 ? sandbox_rule_arguments(filter, refused, ARRAY_LEN(refused)) : rc;
}

static int sandbox_rule_no_code(scmp_filter_ctx filter)
{
    static const struct refused_argument refused[] = {
        {SCMP_SYS(mmap), 2, PROT_EXEC, PROT_EXEC},
        {SCMP_SYS(mprotect), 2, PROT_EXEC, PROT_EXEC},
        {SCMP_SYS(pkey_mprotect), 2, PROT_EXEC, PROT_EXEC},
    };
    return sandbox_rule_arguments(filter, refused, ARRAY_LEN(refused));
}

static int sandbox_filter_server(scmp_filter_ctx filter, const struct sandbox *s)
{
    int rc = sandbox_rule_each(filter, SCMP_ACT_ERRNO(EPERM), refused_to_servers, ARRAY_LEN(refused_to_servers));
    if (rc == 0 && !LEAKS_SEARCHED) {
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 0);
    }
    rc = rc == 0 ? sandbox_rule_threads(filter) : rc;
    rc = rc == 0 && s->offline ? sandbox_rule_offline(filter) : rc;
    return rc == 0 && s->no_code ? sandbox_rule_no_code(filter) : rc;
}

static int sandbox_filter_parser(scmp_filter_ctx filter)
{
    int rc = sandbox_rule_each(filter, SCMP_ACT_ALLOW, left_to_parsers, ARRAY_LEN(left_to_parsers));
    if (rc == 0) {
        rc = sandbox_rule_each(filter, SCMP_ACT_ERRNO(EACCES), refused_to_parsers, ARRAY_LEN(refused_to_parsers));
    }
    return rc == 0 ? sandbox_rule_memory(filter) : rc;
}

static void sandbox_calls(const struct sandbox *s, unsigned *closed)
{
    scmp_filter_ctx filter = seccomp_init(s->kind == SANDBOX_SERVER ? SCMP_ACT_ALLOW : SCMP_ACT_KILL_PROCESS);
    int rc = filter == NULL                ? -ENOMEM
             : s->kind == SANDBOX_SERVER ? sandbox_filter_server(filter, s)
                                         : sandbox_filter_parser(filter);
    if (rc == 0) {
        rc = seccomp_load(filter);
    }
    if (filter != NULL) {
        seccomp_release(filter);
    }
    if (rc != 0) {
        char text[128];
        log_warn("sandbox: no filter of system calls: %s", strerror_r(-rc, text, sizeof text));
        return;
    }
    *closed |= SANDBOX_CALLS;
}

static bool sandbox_limit(int what, const char *name, uint64_t most, struct err *e)
{
    struct rlimit limit = {most, most};
    return most == 0 || setrlimit((__rlimit_resource_t)what, &limit) == 0 ||
           err_errno(e, ERR_IO, "sandbox: limit of %s", name);
}

bool sandbox_enter(const struct sandbox *s, unsigned *closed, struct err *e)
{
    unsigned done = 0;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return err_errno(e, ERR_IO, "sandbox: no_new_privs");
    }
    if (!sandbox_limit(RLIMIT_AS, "memory", s->memory_max, e) ||
        !sandbox_limit(RLIMIT_CPU, "computing time", s->cpu_seconds, e) || !sandbox_files(s, &done, e)) {
        return false;
    }
    sandbox_calls(s, &done);
    if ((s->must & ~done) != 0) {
        return err_set(e, ERR_IO, "sandbox: this kernel cannot close %s",
                       (s->must & ~done & SANDBOX_FILES) != 0 ? "files (Landlock)" : "system calls (seccomp)");
    }
    *closed = done;
    return true;
}
