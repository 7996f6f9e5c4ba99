// report_templates_view.h: the templates of reports: those that hold at an office, and the form of a new edition.
#pragma once

#include "core/steer/report_template.h"
#include "web/desk/desk_view.h"

enum { SECTION_FIELDS = 10, ENTERED_FIELDS = 8 };

struct template_figure_view {
    struct str key;
    struct str label;
    struct str definition;
    bool chosen;
};

struct template_listed {
    struct str name;
    struct str code;
    struct str every; // "month, closing on the 14th"
    struct str office;
    struct str edition;
    struct str form;
    struct str owed_by;
    int64_t due_days;
    int64_t since_day;
    bool own;
    struct str *sections;
    size_t n_sections;
    struct template_figure_view *figures;
    size_t n_figures;
};

struct report_templates_view {
    struct desk_page page;
    struct template_listed *rows;
    size_t n_rows;
    bool arranges;
    bool reads; // reports of this office
};

struct section_field {
    struct str part_name, title_name, required_name; // "part_1", "section_1", "required_1"
    struct desk_choices parts;
    struct str title;
    bool required;
};

struct entered_field {
    struct str key_name, label_name, unit_name, kind_name, definition_name;
    struct str key, label, unit, definition;
    struct desk_choices kinds;
};

struct report_template_view {
    struct desk_page page;
    struct str code, name;
    bool next; // of a code that is there: the code stays
    struct desk_choices everies, forms, kinds;
    struct str closing, due;
    int64_t since_day;
    struct section_field sections[SECTION_FIELDS];
    struct template_figure_view *figures; // the catalogue
    size_t n_figures;
    struct entered_field entered[ENTERED_FIELDS];
    struct template_listed *own; // codes of this office that a next edition can be made of
    size_t n_own;
};
