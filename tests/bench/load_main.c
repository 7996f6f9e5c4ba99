// load_main.c: messages to a server that runs already. usage: bench_load PORT CONNECTIONS SECONDS [A-SECOND]; prints messages a
// second, and the milliseconds to the reply: half were within, 99 of 100 were within, the longest.
#include "load.h"

int main(int argc, char **argv)
{
    struct load_result r;
    struct err e = ERR_INIT;
    bool usage = argc < 4 || argc > 5;
    if (usage || !load_messages(atoi(argv[1]), atoi(argv[2]), atoi(argv[3]), argc == 5 ? atoi(argv[4]) : 0, &r, &e)) {
        fprintf(stderr, "bench_load: %s\n", usage ? "usage: bench_load PORT CONNECTIONS SECONDS [A-SECOND]" : e.what);
        return 1;
    }
    printf("%.0f %.1f %.1f %.1f\n", (double)r.taken * 1e6 / (double)r.us, (double)r.p50_us / 1e3, (double)r.p99_us / 1e3,
           (double)r.most_us / 1e3);
    return 0;
}
