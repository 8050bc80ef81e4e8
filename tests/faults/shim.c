/* Stands between a program and the system: the calls that change files of one folder can be
   made to fail, or be written down with their data.

   cc -shared -fPIC -O1 -o shim.so shim.c -ldl, then LD_PRELOAD; see shim.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_FILES 4096

static char folder[PATH_MAX];
static char *names[MOST_FILES]; /* of the files that are open in the folder */
static long seen, failing;      /* calls so far; the one that fails, or 0 */
static int error_number, lasting;
static int journal = -1; /* where calls are written down */

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

/* --- told by the tests ----------------------------------------------------------------------- */

void shim_watch(const char *path) { snprintf(folder, sizeof folder, "%s", path); }

void shim_fail(long nth, int error, int lasts) {
    seen = 0;
    failing = nth;
    error_number = error;
    lasting = lasts;
}

long shim_seen(void) { return seen; }

/* A line of the journal: kind, offset, length of the name, length of the data; name; data. */
static void note(char kind, const char *name, int64_t offset, const void *data, uint32_t length) {
    if (journal < 0) return;
    struct __attribute__((packed)) { char kind; int64_t offset; uint32_t name, data; } head =
        {kind, offset, (uint32_t)strlen(name), length};
    syscall(SYS_write, journal, &head, sizeof head);
    syscall(SYS_write, journal, name, head.name);
    if (length) syscall(SYS_write, journal, data, length);
}

void shim_record(const char *path) {
    journal = (int)syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_APPEND, 0600);
}

void shim_told(long number) { note('!', "", number, NULL, 0); }

/* --- what is watched ------------------------------------------------------------------------- */

static int within(const char *path) {
    size_t length = strlen(folder);
    return length && path && !strncmp(path, folder, length)
        && (path[length] == '/' || path[length] == 0);
}

static const char *name_of(int file) {
    return file >= 0 && file < MOST_FILES ? names[file] : NULL;
}

/* Counts a call, and returns whether it is to fail: 1 as the first, 2 as a later one. */
static int fails(void) {
    seen++;
    if (failing && seen == failing) return 1;
    return failing && lasting && seen > failing ? 2 : 0;
}

static int failed(void) {
    errno = error_number;
    return -1;
}

static int opened(const char *path, int file, int existed, int flags) {
    if (file >= 0 && file < MOST_FILES && within(path)) {
        free(names[file]);
        names[file] = strdup(path);
        if (!existed && flags & O_CREAT) note('c', path, 0, NULL, 0);
        if (flags & O_TRUNC) note('t', path, 0, NULL, 0);
    }
    return file;
}

static int opening(int at, const char *path, int flags, mode_t mode) {
    int changes = flags & (O_CREAT | O_WRONLY | O_RDWR);
    if (within(path) && changes && fails()) return failed();
    int existed = within(path) && !syscall(SYS_faccessat, AT_FDCWD, path, F_OK);
    return opened(path, (int)syscall(SYS_openat, at, path, flags, mode), existed, flags);
}

#define MODE \
    mode_t mode = 0; \
    if (flags & O_CREAT) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) { MODE return opening(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opening(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opening(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opening(at, path, flags, mode); }

int close(int file) {
    if (name_of(file)) {
        free(names[file]);
        names[file] = NULL;
    }
    return (int)syscall(SYS_close, file);
}

/* --- what can fail --------------------------------------------------------------------------- */

/* A write that fails may have got half-way. */
static ssize_t writing(int file, const void *data, size_t length, off64_t offset, int here) {
    const char *name = name_of(file);
    int how = name ? fails() : 0;
    if (how == 2 || (how == 1 && length < 2)) return failed();
    size_t part = how ? length / 2 : length;
    if (here) offset = lseek64(file, 0, SEEK_CUR);
    ssize_t done = here ? syscall(SYS_write, file, data, part)
                        : syscall(SYS_pwrite64, file, data, part, offset);
    if (name && done > 0) note('w', name, offset, data, (uint32_t)done);
    return how && error_number != ENOSPC ? failed() : done;
}

ssize_t write(int file, const void *data, size_t length) {
    return name_of(file) ? writing(file, data, length, 0, 1) : syscall(SYS_write, file, data, length);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
    return writing(file, data, length, offset, 0);
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    return writing(file, data, length, offset, 0);
}

#define SYNC(call, number) \
    int call(int file) { \
        const char *name = name_of(file); \
        if (name && fails()) return failed(); \
        if (name) note('s', name, 0, NULL, 0); \
        return (int)syscall(number, file); \
    }
SYNC(fsync, SYS_fsync)
SYNC(fdatasync, SYS_fdatasync)

static int cutting(int file, off64_t length) {
    const char *name = name_of(file);
    if (name && fails()) return failed();
    if (name) note('t', name, length, NULL, 0);
    return (int)syscall(SYS_ftruncate, file, length);
}
int ftruncate(int file, off_t length) { return cutting(file, length); }
int ftruncate64(int file, off64_t length) { return cutting(file, length); }

int unlink(const char *path) {
    if (within(path)) {
        if (fails()) return failed();
        note('u', path, 0, NULL, 0);
    }
    return (int)syscall(SYS_unlink, path);
}

int rename(const char *from, const char *to) {
    if (within(from)) {
        if (fails()) return failed();
        note('r', from, 0, to, (uint32_t)strlen(to));
    }
    return (int)syscall(SYS_rename, from, to);
}

/* The index of the log is memory that is shared; to have it mapped may fail, too. */
void *mmap64(void *at, size_t length, int protection, int flags, int file, off64_t offset) {
    REAL(void *, "mmap64", void *, size_t, int, int, int, off64_t);
    if (name_of(file) && fails()) {
        failed();
        return MAP_FAILED;
    }
    return real(at, length, protection, flags, file, offset);
}
