/* Loaded before the page is drawn: says that scripts run, and takes up the reader's choice of large print. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  if (/(^|; )gongkai_print=large/.test(document.cookie)) root.classList.add("large");
})();
