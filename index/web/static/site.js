// What the pages have for comfort. Without it everything works: references are text, files are chosen.
"use strict";

const copied = (button) => {
  const words = button.innerHTML;
  button.textContent = "Copied";
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.innerHTML = words; }, 1500);
};

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      copied(button);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}

const passage = document.getElementById("passage");
if (passage && !location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  passage.scrollIntoView();
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = document.getElementById(form.dataset.drop);
  form.querySelector("[data-drop-hint]").hidden = false;
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}
