// Tells when a person has paused typing a word; shared by the live lists.
// Never speaks during IME composition. Telex and VNI programs that compose by erasing and retyping send no composition
// events: the pause covers those, and no caller may change the field's text while the person types.

const PAUSE_MS = 300;

export function onTyped(input, least, tell) {
    let timer = 0;
    let composing = false;
    let last = input.value.trim();

    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            const words = input.value.trim();
            if (composing || words === last) return;
            last = words;
            tell(words.length >= least ? words : "");
        }, PAUSE_MS);
    };
    input.addEventListener("compositionstart", () => {
        composing = true;
        clearTimeout(timer);
    });
    input.addEventListener("compositionend", () => {
        composing = false;
        later();
    });
    input.addEventListener("input", (event) => {
        if (!event.isComposing && !composing) later();
    });
}
