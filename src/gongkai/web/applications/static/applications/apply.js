/* Small helps; every page works without them.
   [data-offer]   while somebody writes what they look for: what is published already
   [data-focus]   what is wrong is read first
   [data-find]    narrows a list by what is typed
   [data-kinds]   a person is not asked for the head of an organisation; documents of the other kind are put away */
(function () {
  "use strict";
  var wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  var form = document.querySelector("form[data-offer]");
  if (form) {
    var place = document.getElementById("offers"), waiting, asked = "", last = 0;
    var offer = function () {
      var text = (form.elements.content.value + " " + form.elements.features.value).trim();
      if (text === asked) return;
      asked = text;
      if (text.length < 4) { place.textContent = ""; return; }
      var number = ++last, body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("text", text.slice(0, 500));
      fetch(form.dataset.offer, {method: "POST", body: body, credentials: "same-origin"}).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (html) {
        if (number === last) place.innerHTML = html;
      }).catch(function () {});
    };
    ["content", "features"].forEach(function (name) {
      form.elements[name].addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(offer, 700); });
    });
    if (form.elements.content.value) offer();
  }

  form = document.querySelector("form[data-kinds]");
  if (form) {
    var documents = [form.elements.id_kind];
    var suit = function () {
      var chosen = form.querySelector("[name=kind]:checked");
      var person = !chosen || chosen.value === "person";
      document.querySelectorAll(".only-organisation").forEach(function (part) { part.hidden = person; });
      documents.forEach(function (list) {
        list.querySelectorAll("optgroup").forEach(function (group, index) {
          var other = chosen && (index === 0) !== person;
          group.hidden = group.disabled = Boolean(other);
          if (other && group.contains(list.selectedOptions[0])) list.value = "";
        });
        if (!list.value && chosen) {
          var first = list.querySelector("optgroup:not([hidden]) option");
          if (first) list.value = first.value;
        }
      });
      var label = form.querySelector("label[for=id_name]");
      if (label && chosen) label.textContent = person ? "姓名" : "名称";
    };
    form.querySelectorAll("[name=kind]").forEach(function (box) { box.addEventListener("change", suit); });
    suit();
  }

  document.querySelectorAll("[data-find]").forEach(function (box) {
    var list = document.getElementById(box.dataset.find), none = document.getElementById(box.dataset.find + "-none");
    function narrow() {
      var words = box.value.trim(), left = 0;
      list.querySelectorAll("[data-name]").forEach(function (row) {
        row.hidden = words !== "" && row.dataset.name.indexOf(words) < 0;
        if (!row.hidden) left += 1;
      });
      if (none) none.hidden = left > 0;
    }
    box.addEventListener("input", narrow);
    narrow(); // what was typed before this was loaded, or stands there again on the way back
  });
})();
