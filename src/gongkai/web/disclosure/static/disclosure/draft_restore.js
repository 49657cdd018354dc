/* Runs while the page is being read, before the editor starts: offers what this browser kept, and puts it back. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form || !window.gongkaiDraft) return;
  var key = form.dataset.draft, kept = window.gongkaiDraft.read(key), wanted;
  try { wanted = window.sessionStorage.getItem("gongkai-restore") === key; window.sessionStorage.removeItem("gongkai-restore"); } catch (error) { wanted = false; }
  if (!kept || JSON.stringify(kept.values) === JSON.stringify(window.gongkaiDraft.values(form))) return;
  if (wanted) {
    Object.keys(kept.values).forEach(function (name) {
      var fields = form.querySelectorAll('[name="' + name + '"]');
      Array.prototype.forEach.call(fields, function (field) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === kept.values[name];
        else field.value = kept.values[name];
      });
    });
    return;
  }
  var box = form.querySelector("[data-draft-found]");
  box.querySelector("[data-draft-time]").textContent = new Date(kept.at).toLocaleString("zh-CN", { hour12: false });
  box.hidden = false;
  box.querySelector("[data-draft-restore]").addEventListener("click", function () {
    try { window.sessionStorage.setItem("gongkai-restore", key); } catch (error) { return; }
    window.location.reload();
  });
  box.querySelector("[data-draft-drop]").addEventListener("click", function () { window.gongkaiDraft.drop(key); box.hidden = true; });
})();
