/* The office above clicks a cell or a paragraph and writes a remark; what is written is kept in this browser until it is sent. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-remarks]");
  if (!form) return;
  var list = form.querySelector("[data-notes]"), model = form.querySelector("template"), key = form.dataset.remarks;
  var paper = document.querySelector(".paper.clickable");

  function place(target) { return paper.querySelector('[data-target="' + CSS.escape(target) + '"]'); }

  function label(element) {
    var found = /^text\.(\d+)\.(\d+)$/.exec(element.dataset.target);
    if (!found) return element.dataset.label;
    return (found[1] === "0" ? "引言" : "第" + "零一二三四五六七八九"[found[1]] + "部分") + "第" + found[2] + "段";
  }

  function add(target, text) {
    var element = place(target);
    if (!element) return null;
    var known = list.querySelector('[data-for="' + CSS.escape(target) + '"]');
    if (!known) {
      known = model.content.firstElementChild.cloneNode(true);
      known.dataset.for = target;
      known.querySelector('[name="target"]').value = target;
      known.querySelector('[name="quote"]').value = element.textContent.trim().slice(0, 300);
      known.querySelector("label span").textContent = label(element);
      known.querySelector("textarea").value = text || "";
      list.appendChild(known);
      element.classList.add("noted");
    }
    return known;
  }

  function keep() {
    var notes = Array.prototype.map.call(list.children, function (item) {
      return [item.dataset.for, item.querySelector("textarea").value];
    });
    try { notes.length ? localStorage.setItem(key, JSON.stringify(notes)) : localStorage.removeItem(key); } catch (error) { /* not kept */ }
  }

  function chosen(element) {
    var item = add(element.dataset.target, "");
    if (item) { item.querySelector("textarea").focus(); keep(); }
  }

  paper.addEventListener("click", function (event) {
    var element = event.target.closest("[data-target]");
    if (element && !window.getSelection().toString()) chosen(element);
  });
  paper.addEventListener("keydown", function (event) {
    var element = event.target.closest("[data-target]");
    if (element && event.key === "Enter") { event.preventDefault(); chosen(element); }
  });
  list.addEventListener("click", function (event) {
    var button = event.target.closest("[data-drop]");
    if (!button) return;
    var item = button.closest("li"), element = place(item.dataset.for);
    if (element) element.classList.remove("noted");
    item.remove();
    keep();
  });
  list.addEventListener("input", keep);
  form.addEventListener("submit", function () { try { localStorage.removeItem(key); } catch (error) { /* none was kept */ } });

  Array.prototype.forEach.call(list.children, function (item) {
    var element = place(item.dataset.for);
    if (element) element.classList.add("noted");
  });
  if (!list.children.length) {
    try { JSON.parse(localStorage.getItem(key) || "[]").forEach(function (note) { add(note[0], note[1]); }); } catch (error) { /* none was kept */ }
  }
})();
