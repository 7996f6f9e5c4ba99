// serve.h: serving until a signal comes; shared by the commands serve and demo.
#pragma once

#include "cli/cli.h"
#include "web/app.h"

// Start, call ready(app, arg) once the server listens, and stop at TERM or INT. Returns the exit code of the command.
int serve_until_signal(struct cli_call *call, const struct app_config *config, void (*ready)(struct app *app, void *arg),
                       void *arg);
