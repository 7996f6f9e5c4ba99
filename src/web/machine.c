// machine.c: what machines ask: is it up, what may be crawled, how it is doing.
#include "db/q_publication.h"
#include "web/page.h"

void healthz_get(struct web *w)
{
    struct buf out = web_buf();
    buf_addz(&out, "ok\n");
    web_reply(w, 200, STR("text/plain; charset=utf-8"), &out);
    buf_free(&out);
}

void robots_get(struct web *w)
{
    page_keep(w, STR("text/plain; charset=utf-8"), STR("User-agent: *\nDisallow: /desk\nDisallow: /api/\n"), NULL, 0);
}

static void metric(struct buf *out, const char *name, const char *kind, const char *help, uint64_t value)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, kind, name, (unsigned long long)value);
}

static void metric_seconds(struct buf *out, const char *name, const char *help, int64_t us)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %.6f\n", name, help, name, name, (double)us / 1e6);
}

// Prometheus text format 0.0.4. Nothing here tells of anybody.
void metrics_get(struct web *w)
{
    struct http_stats http = http_stats(app_server(w->app));
    struct http_cache_stats cache = http_cache_stats(app_cache(w->app));
    struct db_stats writes = db_stats(app_db(w->app));
    struct buf out = web_buf();
    metric(&out, "hoiam_requests_total", "counter", "Requests handed to a handler.", http.requests);
    metric(&out, "hoiam_refused_total", "counter", "Requests refused before any handler.", http.refused);
    metric(&out, "hoiam_timeouts_total", "counter", "Connections closed for being slow.", http.timeouts);
    metric(&out, "hoiam_connections", "gauge", "Connections open now.", http.connections);
    metric(&out, "hoiam_suspended", "gauge", "Requests that wait for their commit or their turn now.", http.suspended);
    metric(&out, "hoiam_cache_hits_total", "counter", "Public pages answered from the cache.", cache.hits);
    metric(&out, "hoiam_cache_misses_total", "counter", "Public pages made anew.", cache.misses);
    metric(&out, "hoiam_cache_evicted_total", "counter", "Pages that gave way to others.", cache.evicted);
    metric(&out, "hoiam_cache_entries", "gauge", "Pages in the cache now.", cache.entries);
    metric(&out, "hoiam_cache_bytes", "gauge", "Bytes in the cache now.", cache.bytes);
    metric(&out, "hoiam_write_functions_total", "counter", "Pieces of work done by the store's writer.", writes.functions);
    metric(&out, "hoiam_write_commits_total", "counter", "Commits, each of one piece of work or many.", writes.commits);
    metric(&out, "hoiam_write_too_long_total", "counter", "Pieces of work that took over 50 ms.", writes.too_long);
    metric_seconds(&out, "hoiam_write_longest_seconds", "The longest piece of work since the start.", writes.longest_us);
    metric_seconds(&out, "hoiam_write_longest_own_seconds", "The same in processor time.", writes.longest_own_us);
    web_reply(w, 200, STR("text/plain; version=0.0.4; charset=utf-8"), &out);
    buf_free(&out);
}

enum { SITEMAP_MAX = 50000 }; // addresses in one file (sitemaps.org)

static void sitemap_row(struct buf *out, struct str base, struct str lang, const char *page, struct str id)
{
    buf_addz(out, "<url><loc>");
    html_text(out, base);
    buf_addf(out, "/%.*s/%s%.*s</loc></url>\n", STR_ARG(lang), page, STR_ARG(id));
}

struct sitemap {
    struct buf *out;
    struct str base;
    size_t n;
};

static bool sitemap_answer(void *arg, const struct answers_public_row *row, struct err *e)
{
    (void)e;
    struct sitemap *s = arg;
    for (enum lang l = 0; l < LANG_COUNT && s->n < SITEMAP_MAX; l++, s->n++) {
        sitemap_row(s->out, s->base, lang_info(l)->code, "answers/", row->public_id);
    }
    return true;
}

// Addresses in a sitemap are whole ones: under the site's, or while that is not set under the one that was asked.
void sitemap_get(struct web *w)
{
    static const char *const pages[] = {"", "send", "follow", "matters", "answers", "subjects", "offices", "numbers",
                                        "reports", "definitions", "privacy"};
    struct err e = ERR_INIT;
    struct buf out = web_buf();
    struct str base = site_setting(w->site, w->site->root, SETTING_BASE_URL);
    bool set = base.n > 0;
    if (!set) {
        base = str_fmt(w->a, "%s://%.*s", w->req->secure ? "https" : "http", STR_ARG(w->req->host));
    }
    struct sitemap s = {&out, base, 0};
    buf_addz(
        &out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        for (size_t i = 0; i < ARRAY_LEN(pages); i++, s.n++) {
            sitemap_row(&out, s.base, lang_info(l)->code, pages[i], STR(""));
        }
    }
    if (q_answers_public(w->tx, w->site->home, sitemap_answer, &s, &e)) {
        buf_addz(&out, "</urlset>\n");
        if (set) {
            page_reply(w, STR("application/xml"), &out);
        } else {
            web_reply(w, 200, STR("application/xml"), &out);
        }
    } else {
        web_failed(w, &e);
    }
    buf_free(&out);
}
