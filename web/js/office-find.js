// Finds an office by its name as it is typed: <input data-offices="/vi/offices.json" data-code="ID" data-found>.
// The choice puts the office's code into the hidden field ID, where there is one; typing on clears it, and the server reads
// the name.

import { foundList } from "./found.js";

for (const input of document.querySelectorAll("input[data-offices]")) {
    const code = document.getElementById(input.dataset.code);
    input.removeAttribute("list"); // the names of a page without scripts
    input.addEventListener("input", () => {
        if (code) code.value = "";
    });
    foundList(input, input.dataset.offices, (office) => [office.name, office.parent], (office) => {
        input.value = office.name;
        if (code) code.value = office.code;
    });
}
