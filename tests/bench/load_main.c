// load_main.c: messages to a server that runs already. usage: bench_load PORT CONNECTIONS SECONDS; prints messages a second.
#include "load.h"

int main(int argc, char **argv)
{
    struct load_result r;
    struct err e = ERR_INIT;
    if (argc != 4 || !load_messages(atoi(argv[1]), atoi(argv[2]), atoi(argv[3]), &r, &e)) {
        fprintf(stderr, "bench_load: %s\n", argc != 4 ? "usage: bench_load PORT CONNECTIONS SECONDS" : e.what);
        return 1;
    }
    printf("%.0f\n", (double)r.taken * 1e6 / (double)r.us);
    return 0;
}
