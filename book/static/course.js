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
