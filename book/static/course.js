// Paper cannot unfold anything: what is folded is opened for printing, and folded again afterwards.
const opened = [], foot = document.head.appendChild(document.createElement("style"));
addEventListener("beforeprint", () => {
  // At the foot of each page stand the lesson's name and the page's number.
  const name = JSON.stringify(document.title.split(" — ")[0]);
  foot.textContent = `@page { @bottom-left { content: ${name}; font: 8pt sans-serif; }
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }`;
  for (const cell of document.querySelectorAll("div.cell_input"))
    cell.classList.toggle("long", cell.textContent.trim().split("\n").length > 30);
  for (const folded of document.querySelectorAll("details:not([open])")) {
    folded.open = true;
    opened.push(folded);
  }
});
addEventListener("afterprint", () => {
  while (opened.length) opened.pop().open = false;
});

// What scrolls can be reached by keyboard.
function reachable() {
  for (const box of document.querySelectorAll(".bd-article table, .bd-article pre, .bd-article mjx-container")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
addEventListener("load", reachable);
addEventListener("resize", reachable);

// The pad says how high it is (book/conf.py), so that it never scrolls within the page.
addEventListener("message", event => {
  const pad = document.querySelector("iframe.pad");
  if (pad && event.source === pad.contentWindow && event.data > 0) pad.style.height = `${event.data + 2}px`;
});
