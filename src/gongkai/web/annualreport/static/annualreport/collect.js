/* The cell in question comes into view, its value is selected so that typing replaces it; arrow keys go on and back. */
(function () {
  "use strict";
  var root = document.querySelector("[data-collect]");
  if (!root) { return; }
  var value = root.querySelector("[data-value]"), here = root.querySelector("[data-here]");
  var view = root.querySelector(".collect-source");
  if (here) {
    view.scrollTop += here.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight / 2;
    [view, here.closest(".table-wrap")].forEach(function (frame) {
      if (frame) { frame.scrollLeft += here.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth / 2; }
    });
  }
  if (value && value.value === value.defaultValue) { value.focus({ preventScroll: true }); value.select(); } // not where typing has begun
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target !== value && event.target !== document.body)) { return; }
    var link = event.key === "ArrowDown" ? root.querySelector("[data-after]") : event.key === "ArrowUp" ? root.querySelector("[data-before]") : null;
    if (link) { event.preventDefault(); link.click(); }
  });
}());
