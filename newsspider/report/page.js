"use strict";
// Shows one of the two languages that the page holds.
const versions = [...document.querySelectorAll("[data-language]")];
function show(language) {
  if (!versions.some((each) => each.dataset.language === language)) return;
  for (const each of versions) {
    each.hidden = each.dataset.language !== language;
    if (!each.hidden) {
      document.documentElement.lang = each.lang;
      document.title = each.dataset.title;
    }
  }
}
for (const button of document.querySelectorAll("button[data-to]")) {
  button.addEventListener("click", () => {
    show(button.dataset.to);
    document.querySelector(`[data-language="${button.dataset.to}"] button[data-to]`).focus();
  });
}
function follow() {
  show(location.hash.slice(1, 3));
}
addEventListener("hashchange", follow);
follow();
