// desk_numbers_view.h: the figures of an office and the rows behind them, at the desk.
#pragma once

#include "web/desk/desk_view.h"
#include "web/public/numbers_view.h"

struct desk_numbers_view {
    struct desk_page desk;
    struct numbers_body body;
};

struct desk_rows_view {
    struct desk_page desk;
    struct rows_body body;
};
