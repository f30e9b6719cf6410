// Paper cannot unfold anything: what is folded is opened for printing, and folded again afterwards.
const opened = [];
addEventListener("beforeprint", () => {
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
