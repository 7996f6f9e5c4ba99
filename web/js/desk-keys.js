// Single-letter keys of the desk. <body data-keys="off"> switches them off (a setting of the member; WCAG 2.1.4).
//   j, k   next and previous row: moves the focus over [data-row] links, so that Enter opens as anywhere else
//   a, /   goes to the control marked data-key="a" or "/", of the focused row if it has one; a link is followed,
//          a button or field only gets the focus
//   ?      the list of keys: <dialog id="keys">; without one, the link marked data-key="?"
// Never fires in a field, with a modifier, in an open dialog, or during IME composition.

const TYPED_IN = "input, textarea, select, [contenteditable], dialog";

function move(step) {
    const rows = [...document.querySelectorAll("[data-row]")];
    if (rows.length === 0) return;
    const holder = document.activeElement.closest("li, tr")?.querySelector("[data-row]");
    const at = rows.indexOf(holder);
    const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[to].focus({ preventScroll: true });
    rows[to].closest("li, tr").scrollIntoView({ block: "nearest" });
}

function reach(key) {
    const mark = `[data-key="${key}"]`;
    const row = document.activeElement.closest("li, tr");
    const target = row?.querySelector(mark) ?? document.querySelector(mark);
    if (!target) return false;
    if (target.matches("a")) target.click();
    else target.focus();
    return true;
}

function showKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog) return reach("?");
    dialog.showModal();
    return true;
}

const actions = {
    j: () => move(1),
    k: () => move(-1),
    a: () => reach("a"),
    "/": () => reach("/"),
    "?": showKeys,
};

document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys === "off" || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const checkbox = event.target.matches("input[type=checkbox], input[type=radio]");
    if (!checkbox && event.target.closest(TYPED_IN)) return;
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
});

// The menus open and close without this; Escape and a press elsewhere close them too.
const openMenu = () => document.querySelector(".menus details[open]");
document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && !event.isComposing ? openMenu() : null;
    if (!menu) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
});
document.addEventListener("click", (event) => {
    const menu = openMenu();
    if (menu && !menu.contains(event.target)) menu.open = false;
});

const help = document.querySelector('a[data-key="?"]');
if (help) help.hidden = false; // it only works with this script
help?.addEventListener("click", (event) => {
    const dialog = document.getElementById("keys");
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
});
