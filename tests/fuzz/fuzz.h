// fuzz.h: what every fuzz target is: one function over bytes, called by libFuzzer or by replay.c.
#pragma once

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
