// While a message is typed: what is published and looks the same, under the field. <div data-like="/vi/send/like" hidden> with
// a list in it. The words go in the body of the request, never into an address. typed.js waits until a word is finished.

import { onTyped } from "./typed.js";

const LEAST = 12; // characters; less says too little

const box = document.querySelector("[data-like]");
const list = box.querySelector("ul");
let asked = null;

function line(item) {
    const li = document.createElement("li");
    const a = document.createElement("a");
    const to = new URL(item.href, location.href);
    a.href = to.origin === location.origin ? to.pathname : "";
    a.target = "_blank";
    a.rel = "noopener";
    a.lang = item.lang;
    a.append(item.title);
    li.append(a, ` · ${[item.state, item.office].filter(Boolean).join(" · ")}`);
    return li;
}

function show(items) {
    list.replaceChildren(...items.map(line));
    box.hidden = items.length === 0;
}

onTyped(document.getElementById("words"), LEAST, async (text) => {
    asked?.abort();
    if (!text) {
        show([]);
        return;
    }
    asked = new AbortController();
    try {
        const body = new URLSearchParams({ text });
        const reply = await fetch(box.dataset.like, { method: "POST", body, signal: asked.signal });
        if (!reply.ok) throw new Error(String(reply.status));
        show((await reply.json()).items);
    } catch (error) {
        if (error.name !== "AbortError") show([]);
    }
});
