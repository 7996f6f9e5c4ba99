// A second click on a button of <form data-once> sends nothing more. The server's idempotency key is the real guard:
// this only spares the second request. Buttons stay enabled, so that the one pressed sends its name and value.

const RELEASE_MS = 10000;

function hold(form, on) {
    form.toggleAttribute("data-sent", on);
    for (const button of form.querySelectorAll("button")) {
        if (on) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
    }
}

for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
        if (form.hasAttribute("data-sent")) {
            event.preventDefault();
            return;
        }
        hold(form, true);
        setTimeout(() => hold(form, false), RELEASE_MS);
    });
}
window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => hold(form, false));
});
