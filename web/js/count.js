// Counts the characters that remain: <textarea data-count="ID"> and <p id="ID" data-max data-left data-over hidden>.
// Counts as the server does: code points of the NFC form, line ends as one. The text is never cut; a screen reader is
// told after a pause, not at each key.

const PAUSE_MS = 1000;

for (const area of document.querySelectorAll("textarea[data-count]")) {
    const line = document.getElementById(area.dataset.count);
    const said = document.createElement("span");
    const { max, left, over } = line.dataset;
    const digits = new Intl.NumberFormat(document.documentElement.lang);
    let timer = 0;

    const words = () => {
        const rest = Number(max) - [...area.value.normalize("NFC")].length;
        line.classList.toggle("error", rest < 0);
        const wording = rest < 0 ? over : left;
        return wording.replace("{n}", digits.format(Math.abs(rest))).replace("{max}", digits.format(max));
    };
    const show = () => {
        line.textContent = words();
        clearTimeout(timer);
        timer = setTimeout(() => {
            said.textContent = line.textContent;
        }, PAUSE_MS);
    };
    said.className = "vh";
    said.setAttribute("role", "status");
    line.after(said);
    line.textContent = words();
    line.hidden = false;
    area.addEventListener("input", show);
}
