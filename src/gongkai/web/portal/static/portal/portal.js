/* Small helps; what needs them is hidden where no script runs.
   [data-size], [data-copy]  an item's page: size of letters, the address copied for sharing
   [data-wide-open]          what stands open beside the page on a wide screen is shut on a narrow one */
(function () {
  "use strict";
  if (window.matchMedia("(max-width: 63.99rem)").matches) {
    document.querySelectorAll("[data-wide-open]").forEach(function (details) { details.open = false; });
  }
  document.addEventListener("click", function (event) {
    var size = event.target.closest("[data-size]");
    var copy = event.target.closest("[data-copy]");
    if (size) {
      var text = document.getElementById("text");
      text.classList.remove("bigger", "smaller");
      if (size.dataset.size) text.classList.add(size.dataset.size);
      document.querySelectorAll("[data-size]").forEach(function (button) {
        button.setAttribute("aria-pressed", String(button === size));
      });
    } else if (copy) {
      var done = document.getElementById("copied");
      var say = function (sentence) { done.textContent = sentence; };
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(copy.dataset.copy).then(function () { say("链接已复制。"); }, function () { say(copy.dataset.copy); });
      } else {
        say(copy.dataset.copy);
      }
    }
  });
})();
