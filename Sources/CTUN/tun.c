#define _GNU_SOURCE

#include "CTUN.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/// Opens the device in the thread's current namespace.
static int open_here(const char *interface) {
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    if (strlen(interface) >= sizeof request.ifr_name) {
        return -ENAMETOOLONG;
    }
    strcpy(request.ifr_name, interface);
    int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) {
        return -errno;
    }
    if (ioctl(device, TUNSETIFF, &request) < 0) {
        int error = errno;
        close(device);
        return -error;
    }
    return device;
}

int ctun_open(const char *namespace_path, const char *interface) {
    int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (home < 0) {
        return -errno;
    }
    int namespace = open(namespace_path, O_RDONLY | O_CLOEXEC);
    int result = namespace < 0 ? -errno : 0;
    if (result == 0 && setns(namespace, CLONE_NEWNET) < 0) {
        result = -errno;
    }
    if (result == 0) {
        result = open_here(interface);
        if (setns(home, CLONE_NEWNET) < 0) {
            int error = errno;
            if (result >= 0) {
                close(result);
            }
            result = -error;
        }
    }
    if (namespace >= 0) {
        close(namespace);
    }
    close(home);
    return result;
}

int ctun_wait(struct pollfd *descriptors, int count, int64_t nanoseconds) {
    struct timespec timeout = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    return ppoll(descriptors, count, nanoseconds < 0 ? NULL : &timeout, NULL);
}
