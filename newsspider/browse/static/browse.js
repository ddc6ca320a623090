// On a narrow screen the filters are folded, so that the articles come first.
if (matchMedia("(max-width: 760px)").matches) document.querySelector(".facets").open = false;
