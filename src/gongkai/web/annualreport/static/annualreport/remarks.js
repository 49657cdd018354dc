/* Puts each remark of the office above beside its cell or text; the list above has them all without it. */
(function () {
  "use strict";
  document.querySelectorAll("[data-remarks] [data-place]").forEach(function (item) {
    var place = item.dataset.place && document.getElementById(item.dataset.place);
    if (!place) return;
    var cell = place.closest("td"), box = cell ? cell.closest(".table-wrap") : place.closest(".field") || place;
    if (cell) {
      cell.classList.add("remarked");
      cell.title = (cell.title ? cell.title + "\n" : "") + item.dataset.text;
    }
    var beside = document.createElement("p");
    beside.className = "remark-beside";
    beside.textContent = "主管部门意见：" + item.dataset.text;
    var after = box;
    while (after.nextElementSibling && after.nextElementSibling.classList.contains("remark-beside")) after = after.nextElementSibling;
    after.insertAdjacentElement("afterend", beside);
  });
})();
