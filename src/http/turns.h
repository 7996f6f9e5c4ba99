// turns.h: the slow queue: calls over their rate are held, by no thread and at a bounded number, until it is their turn.
#pragma once

#include "http/http.h"

struct turns;

struct turns *turns_new(size_t places);
void turns_free(struct turns *t); // after turns_end; NULL is allowed

// It is everybody's turn, and nobody is held any more. Before http_stop, so that it answers them.
void turns_end(struct turns *t);

// Take a place; false when all are taken. It belongs to turns_hold, or goes back.
bool turns_place(struct turns *t) MUST_USE;
void turns_give_back(struct turns *t);

// Suspend the call, in a place that was taken, and resume it `wait_us` microseconds from now: see http_resume. From here on
// the call is not the caller's.
void turns_hold(struct turns *t, struct http_call *c, int64_t wait_us, void (*then)(struct http_call *c, void *arg), void *arg);
