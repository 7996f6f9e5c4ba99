// world.h: a small world for the tests: a province with a department and two communes (one of them with a department of
// its own), a member for each role at each office, and a message for each way in which its words may be seen or not.
//
// Every text that somebody may not see holds a mark (a made-up word that begins with "zuq", which no public id can
// hold), so that a page that shows it can be caught without knowing the page.
#pragma once

#include "auth/policy.h"
#include "base/err.h"
#include "base/str.h"

enum world_office { W_TINH, W_SO, W_AN, W_AN_PHONG, W_BINH, W_OFFICES };
extern const char *const world_code[W_OFFICES];

enum { W_MEMBERS = W_OFFICES * ROLE_COUNT, W_RECEIPT = 35, W_TOKEN = 44, W_NAME = 16 };

enum world_message {
    W_INBOX,     // to An, not in a matter yet
    W_SHOWN,     // to An, in the public matter; may be shown
    W_SILENT,    // to An, in the same matter; may not
    W_PRIVATE,   // to An, in a matter without a public title, answered by receipt
    W_ABOUT,     // about An or its staff: with the province, not in a matter
    W_ABOUT_IN,  // the same, in a matter of the province's
    W_ABOUT_SO,  // about the department: with the province
    W_CONTESTED, // to Binh, answered and contested
    W_PASSED,    // to An, its matter passed on to Binh; the sender has not agreed
    W_AGREED,    // the same; the sender has agreed
    W_HELPED,    // to An, the department of the province helps with its matter
    W_HANDED,    // to An, handed over as a denunciation to the receiving role at the province
    W_ENTERED,   // entered at An for a caller
    W_PROVINCE,  // to the province, in a matter
    W_MESSAGES
};
extern const char *const world_mark[W_MESSAGES]; // in its words; "place" + mark stands in its place

enum world_document {
    W_REGISTERED, // in An's book, handled by An's department, with a file
    W_DRAFT,      // An's own, out for comments to Binh
    W_ISSUED,     // the province's, sent to An, which has not registered it
    W_DOCUMENTS
};

#define WORLD_PASSWORD "tám con chim sẻ nâu"

struct world_member {
    int64_t id;
    char login[24]; // "clerk.an"
    enum role role;
    enum world_office office;
    char cookie[W_TOKEN + 6]; // "hoiam=…": signed in already
};

struct world {
    int64_t home;
    int64_t office[W_OFFICES];
    struct world_member member[W_MEMBERS];
    struct {
        char id[W_NAME]; // public id
        char receipt[W_RECEIPT + 1];
        char matter[W_NAME]; // public id of its matter, "" for none
    } message[W_MESSAGES];
    char meeting[W_NAME];    // called by An, Binh is invited; agenda and paper hold zuqmeeting, a draft conclusion zuqconclusion
    char meeting_file[W_NAME];
    char task[W_NAME];       // from the province, led by An, with the department; its note holds zuqtasknote
    char answer[W_NAME];     // public answer to the public matter; a correction of it is drafted
    char by_receipt[W_NAME]; // answer by receipt
    char document[W_DOCUMENTS][W_NAME]; // each holds the mark "zuqdocument" and its number, in what not everybody reads
    char file[W_NAME];                  // of W_REGISTERED
    char recognition[W_NAME];           // of An: names "zuqrecognised"
    char training[W_NAME];              // of An, held
    char contest[W_NAME];               // of An, being judged; who sent its entry is "zuqentrant"
    char report[W_NAME];                // An's of last month, handed in; holds zuqreport
    char report_draft[W_NAME];          // Binh's of the same month, a draft that holds zuqdrafted
    char published[W_NAME];             // publication of the province's own report of that month
    char about_answer[W_NAME]; // the province's answer by receipt to what is about An
};

// Make the store `where` and the world in it.
MUST_USE bool world_make(const char *where, struct world *w, struct err *e);

// May a member with this role at this office read the words of this message? Said here anew from the house's rules, not
// asked from the program.
bool world_may_read(enum role role, enum world_office at, enum world_message m);

// May the desk's side of its matter be read there: notes, drafts, answers by receipt?
bool world_desk_side(enum world_office at, enum world_message m);

// Is it one that a member there must not even know of?
bool world_not_there(enum world_office at, enum world_message m);

// Where a document's book is, and whether somebody at an office has a part in it: reads more of it than is read from above.
enum world_office world_book(enum world_document d);
bool world_has_document(enum world_office at, enum world_document d);

// Is `office` the office `above` or below it; is it `of` itself or a department of it?
bool world_within(enum world_office office, enum world_office above);
bool world_own(enum world_office office, enum world_office of);

// Where a message is received, and which office has its matter.
enum world_office world_received(enum world_message m);
enum world_office world_owner(enum world_message m);
