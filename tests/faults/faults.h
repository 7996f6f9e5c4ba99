// faults.h: what the tests of faults share: messages with keys sent by the API, and asking what became of them.
#pragma once

#include "../unit/tap.h"
#include "client.h"

#include "db/db.h"
#include "db/q_message.h"
#include "db/q_site.h"

enum { FAULTS_RECEIPT = 34 };

// The request that sends message number n of a test; the same n gives the same bytes.
__attribute__((unused)) static struct str faults_send(struct arena *a, int n)
{
    struct str body = str_fmt(a, "{\"text\":\"Ổ gà số %d. trên đường\"}", n);
    struct str headers =
        str_fmt(a, "Content-Type: application/json\r\nIdempotency-Key: fault-%08d-abcdefghijkl\r\n", n);
    return client_request(a, "POST", STR("/api/v1/messages"), headers, body);
}

// The receipt in a reply of 201; STR_NONE otherwise.
__attribute__((unused)) static struct str faults_receipt(const struct reply *r)
{
    static const struct str mark = STR_INIT("\"receipt\":\"");
    ptrdiff_t at = str_find(r->body, mark);
    return r->status == 201 && at >= 0 ? str_slice(r->body, (size_t)at + mark.n, (size_t)at + mark.n + FAULTS_RECEIPT)
                                       : STR_NONE;
}

// Does this receipt open message number n?
__attribute__((unused)) static bool faults_found(struct arena *a, int port, struct str receipt, int n)
{
    struct str body = str_fmt(a, "{\"receipt\":\"%.*s\"}", STR_ARG(receipt));
    struct reply r = client_once(
        a, port, client_request(a, "POST", STR("/api/v1/follow"), STR("Content-Type: application/json\r\n"), body));
    return r.status == 200 && str_find(r.body, str_fmt(a, "số %d. ", n)) >= 0;
}

// How many messages the store holds, read beside whoever serves it; -1 when it cannot be read.
__attribute__((unused)) static int64_t faults_count(const char *store)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct db *db;
    struct tx *tx;
    struct home_row home;
    struct inbox_count_row row = {.n = -1};
    if (!db_open(&db, store, DB_READ_ONLY, &e) || !db_read_begin(db, &a, &tx, &e)) {
        printf("# %s\n", e.what);
        return -1;
    }
    if (q_home_get(tx, &home, &e) != Q_ROW || q_inbox_count(tx, home.id, home.office_id, INT64_MAX, &row, &e) != Q_ROW) {
        row.n = -1;
    }
    db_read_end(tx);
    db_close(db);
    arena_free(&a);
    return row.n;
}

// `hoiam check` finds nothing.
__attribute__((unused)) static bool faults_clean(const char *program, const char *store)
{
    char command[1000];
    (void)snprintf(command, sizeof command, "found=$('%s' check '%s' 2>&1) || { echo \"# $found\"; exit 1; }", program,
                   store);
    (void)fflush(stdout);
    return system(command) == 0;
}

// A new store with one office.
__attribute__((unused)) static bool faults_init(const char *program, const char *store)
{
    char command[1000];
    (void)snprintf(command, sizeof command, "'%s' init '%s' --office 'UBND xã Thử' --code thu", program, store);
    return system(command) == 0;
}
