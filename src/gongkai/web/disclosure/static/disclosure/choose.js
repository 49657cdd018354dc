/* [data-search]        a long list of choices gets a box above it that narrows it while somebody types
   [data-reason-copy]   copies the first reason into those that are empty */
(function () {
  "use strict";
  document.querySelectorAll("select[data-search]").forEach(function (select) {
    var box = document.createElement("input");
    var all = select.cloneNode(true);
    box.type = "search";
    box.className = "chooser";
    box.placeholder = select.dataset.search;
    box.setAttribute("aria-label", select.dataset.search);
    select.parentNode.insertBefore(box, select);

    function show() {
      var words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean), chosen = select.value, matches = 0;
      var fresh = all.cloneNode(true);
      if (words.length) {
        fresh.querySelectorAll("option").forEach(function (option) {
          var text = option.textContent.toLowerCase();
          var fits = words.every(function (word) { return text.indexOf(word) >= 0; });
          if (fits) matches += 1; else if (option.value !== chosen || !chosen) option.remove();
        });
        fresh.querySelectorAll("optgroup").forEach(function (group) { if (!group.children.length) group.remove(); });
      }
      select.replaceChildren.apply(select, Array.prototype.slice.call(fresh.childNodes));
      select.value = chosen;
      if (words.length) { select.size = Math.min(10, Math.max(3, matches + 1)); } else { select.removeAttribute("size"); }
      if (words.length && select.selectedIndex < 0 && matches === 1) select.selectedIndex = select.options.length - 1;
    }
    box.addEventListener("input", show);
    select.addEventListener("change", function () { if (box.value) { box.value = ""; show(); } });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); select.focus(); }
      if (event.key === "ArrowDown") { event.preventDefault(); select.focus(); if (select.selectedIndex < 0) select.selectedIndex = 0; }
    });
  });

  var copy = document.querySelector("[data-reason-copy]");
  var reasons = document.querySelectorAll("[data-reason]");
  if (copy && reasons.length > 1) {
    copy.hidden = false;
    copy.querySelector("button").addEventListener("click", function () {
      reasons.forEach(function (field) { if (!field.value) field.value = reasons[0].value; });
    });
  }
})();
