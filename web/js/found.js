// A list under a text field, filled from a JSON address while typing: the ARIA combobox pattern.
// The address answers {"items": [{…}]}; show(item) gives [line, small line]; pick(item) acts on the choice.
// Enter with nothing chosen submits the form as it would without this file.

import { onTyped } from "./typed.js";

let lists = 0;

function option(list, item, index, show) {
    const li = document.createElement("li");
    const [line, small] = show(item);
    li.id = `${list.id}-${index}`;
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.append(line);
    if (small) {
        const more = document.createElement("small");
        more.append(small);
        li.append(more);
    }
    return li;
}

export function foundList(input, address, show, pick) {
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let items = [];
    let at = -1;
    let asked = null;

    list.id = `found-${lists += 1}`;
    list.className = "found";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    status.className = "vh";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.after(list, status);

    const move = (to) => {
        list.children[at]?.setAttribute("aria-selected", "false");
        at = to;
        const li = list.children[at];
        if (!li) {
            input.removeAttribute("aria-activedescendant");
            return;
        }
        li.setAttribute("aria-selected", "true");
        li.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", li.id);
    };
    const fill = (next) => {
        items = next;
        list.replaceChildren(...items.map((item, i) => option(list, item, i, show)));
        list.hidden = items.length === 0;
        input.setAttribute("aria-expanded", String(!list.hidden));
        move(-1);
    };
    const choose = (index) => {
        const item = items[index];
        fill([]);
        pick(item);
    };

    onTyped(input, 2, async (words) => {
        asked?.abort();
        if (!words) {
            fill([]);
            return;
        }
        asked = new AbortController();
        try {
            const reply = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
            if (!reply.ok) throw new Error(String(reply.status));
            fill((await reply.json()).items.slice(0, 8));
            status.textContent = input.dataset.found.replace("{n}", items.length);
        } catch (error) {
            if (error.name !== "AbortError") fill([]);
        }
    });
    input.addEventListener("keydown", (event) => {
        if (event.isComposing || list.hidden) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
            event.preventDefault();
            move((at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length);
        } else if (event.key === "Enter" && at >= 0) {
            event.preventDefault();
            choose(at);
        } else if (event.key === "Escape") {
            event.preventDefault();
            fill([]);
        }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
        const index = [...list.children].indexOf(event.target.closest("li"));
        if (index >= 0) choose(index);
    });
    input.addEventListener("blur", () => fill([]));
}
