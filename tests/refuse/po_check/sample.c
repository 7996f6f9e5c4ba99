// sample.c: read by mkpo only; asks for what the translations here lack. T("not in a comment")
static const char text[] = "T(\"not in a string\")";
static void sample(struct buf *out, enum lang lang, int64_t n)
{
    buf_add(out, TC(lang, "state", "Open"));
    buf_addf(out, say("%s: %lld rows\n"), name, n);
    buf_add(out, TN(lang, "{n} day", "{n} "
                                     "days", n));
}
