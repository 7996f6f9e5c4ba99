// Suggests published pages while a search is typed: <input data-suggest="/vi/search.json" data-found="{n} …">.
// A choice goes straight to that page; the form itself works as it does without this file.

import { foundList } from "./found.js";

for (const input of document.querySelectorAll("input[data-suggest]")) {
    foundList(input, input.dataset.suggest, (page) => [page.title ?? page.name, page.kind ?? page.parent], (page) => {
        const to = new URL(page.href, location.href);
        if (to.origin === location.origin) location.assign(to);
    });
}
