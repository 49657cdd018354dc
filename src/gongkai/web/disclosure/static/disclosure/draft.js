/* Nothing typed is lost: a form with [data-draft] is kept in this browser while somebody writes, until it has been saved.
   The key names the person, so that nobody else at this computer is offered it; drafts older than a week go. */
(function () {
  "use strict";
  var PREFIX = "gongkai-draft:", WEEK = 7 * 24 * 3600 * 1000, HIDDEN = ["csrfmiddlewaretoken", "next"];

  function store() { try { return window.localStorage; } catch (error) { return null; } }

  function read(key) {
    try { return JSON.parse(store().getItem(PREFIX + key)); } catch (error) { return null; }
  }

  function drop(key) { try { store().removeItem(PREFIX + key); } catch (error) { /* nothing kept, nothing to drop */ } }

  function values(form) {
    var found = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || HIDDEN.indexOf(field.name) >= 0 || field.name.indexOf("row-") === 0 || field.type === "file") return;
      if (field.type === "radio" || field.type === "checkbox") { if (field.checked) found[field.name] = field.value; } else found[field.name] = field.value;
    });
    return found;
  }

  /* Whether something was typed before this looked; the editor changes its own text when it starts. */
  function begun(form) {
    return Array.prototype.some.call(form.elements, function (field) {
      return field.matches("input:not([type=hidden], [type=file]), textarea:not([data-django-prose-editor-configurable])") &&
        (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
    });
  }

  function tidy(form) {
    var box = store(), key, kept, names = [];
    if (!box) return;
    for (var index = 0; index < box.length; index += 1) names.push(box.key(index));
    names.forEach(function (name) {
      if (name.indexOf(PREFIX) !== 0) return;
      key = name.slice(PREFIX.length);
      kept = read(key);
      if (!kept || Date.now() - kept.at > WEEK || (kept.sent && !(form && form.dataset.draft === key))) drop(key);
    });
  }

  window.gongkaiDraft = { read: read, drop: drop, values: values };

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form[data-draft]");
    tidy(form);
    if (!form) return;
    /* What stood here before, put back or not, is only replaced: it goes when it has been saved. */
    var key = form.dataset.draft, first = null, last = null, before = !!read(key);

    function keep(sent) {
      var now = values(form), text = JSON.stringify(now);
      if (first === null && !sent) first = last = begun(form) ? "" : text;
      if (text === last && !sent) return;
      last = text;
      if (text === first && !sent && !before) { drop(key); return; }
      try { store().setItem(PREFIX + key, JSON.stringify({ at: Date.now(), sent: !!sent, values: now })); } catch (error) { /* full or forbidden */ }
    }

    form.addEventListener("submit", function () { keep(true); });
    window.setTimeout(function () {  /* after the editor has settled its own text */
      keep(false);
      window.setInterval(keep, 2000, false);
      window.addEventListener("pagehide", function () { keep(false); });
    }, 800);
  });
})();
