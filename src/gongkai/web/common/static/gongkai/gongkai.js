/* Small helps; every page works without them.
   [data-large]        large print on and off, without a page load
   [data-menu]         opens and shuts the menu of the workbench on a telephone
   [data-once]         a form that is sent once, though its button be pressed twice
   [data-autosubmit]   a form that is sent when one of its choices changes
   [data-print]        prints the page
   [data-copy-from]    copies the text of the named field, and says so beside
   [data-all]          checks or clears all boxes of the named form field */
(function () {
  "use strict";
  var root = document.documentElement;

  function showLarge() {
    var large = root.classList.contains("large");
    document.querySelectorAll("[data-large]").forEach(function (link) {
      link.textContent = large ? link.dataset.off : link.dataset.on;
    });
  }

  function copyFrom(button) {
    var field = document.getElementById(button.dataset.copyFrom), told = button.parentNode.querySelector('[role="status"]');
    function say(done) { if (told) told.textContent = done ? "已复制。" : "请按 Ctrl+C 复制已选中的文字。"; }
    function byHand() {
      field.focus();
      field.select();
      try { say(document.execCommand("copy")); } catch (error) { say(false); }
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(field.value).then(function () { say(true); }, byHand);
    else byHand();
  }

  document.addEventListener("click", function (event) {
    var large = event.target.closest("[data-large]");
    var menu = event.target.closest("[data-menu]");
    if (large) {
      event.preventDefault();
      var on = root.classList.toggle("large");
      document.cookie = "gongkai_print=" + (on ? "large" : "") + "; path=" + large.dataset.path + "; max-age=" +
        (on ? 31536000 : 0) + "; SameSite=Lax";
      showLarge();
    } else if (menu) {
      var side = document.getElementById(menu.getAttribute("aria-controls"));
      menu.setAttribute("aria-expanded", String(side.classList.toggle("open")));
    } else if (event.target.closest("[data-print]")) {
      window.print();
    } else if (event.target.closest("[data-copy-from]")) {
      copyFrom(event.target.closest("[data-copy-from]"));
    }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button").forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    });
  });

  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box.dataset.all) {
      document.querySelectorAll('input[type="checkbox"][name="' + box.dataset.all + '"]').forEach(function (other) {
        other.checked = box.checked;
      });
    } else if (box.form && box.form.matches("[data-autosubmit]")) {
      box.form.requestSubmit ? box.form.requestSubmit() : box.form.submit();
    }
  });

  /* Whoever types is there: the session goes on while a long text is being written. */
  var alive = document.body.dataset.alive, told = Date.now();
  if (alive) document.addEventListener("input", function () {
    if (Date.now() - told < 300000) return;
    told = Date.now();
    fetch(alive, {method: "HEAD", credentials: "same-origin"}).catch(function () {});
  });

  showLarge();
})();
