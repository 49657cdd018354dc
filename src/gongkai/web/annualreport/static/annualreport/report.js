/* A report is checked and kept while it is written. Without it the button saves, and the page checks anew.
   A finding leads to its cell or line; a sentence is put into its part of the text. */
(function () {
  "use strict";
  var form = document.querySelector("[data-report]");
  if (!form) return;
  var CHECK = 500, KEEP = 2500, AGAIN = 10000;
  var panel = document.querySelector("[data-findings]"), said = form.querySelector("[data-said]");
  var checking = 0, keeping = 0, turn = 0, shown = 0, busy = null, dirty = false, stopped = false, waiting = false, leaving = false;
  said.textContent = "边写边检查，自动保存。";

  function say(text, bad) {
    said.textContent = text;
    said.classList.toggle("bad", !!bad);
  }

  function field(id) { return document.getElementById(id); }

  function show(answer, number) {
    if (number < shown) return;
    shown = number;
    panel.innerHTML = answer.findings;
    document.querySelectorAll("[data-blocking]").forEach(function (one) { one.textContent = answer.blocking; });
    document.querySelectorAll("[data-unexplained]").forEach(function (one) { one.textContent = answer.unexplained; });
    Object.keys(answer.lengths).forEach(function (key) {
      var one = document.querySelector('[data-length="' + key + '"]');
      if (one) one.textContent = answer.lengths[key];
    });
    document.querySelectorAll("[data-point]").forEach(function (one) {
      var done = answer.points[one.dataset.point];
      one.classList.toggle("done", !!done);
      one.querySelector(".state").textContent = done ? "，已写到" : "，没有看到";
    });
    form.querySelectorAll(".report-table input").forEach(function (input) {
      if (answer.bad[input.name]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      input.title = answer.bad[input.name] || "";
      var cell = input.closest(".cell"), over = answer.over.indexOf(input.name) >= 0;
      if (over && !cell.querySelector(".counted")) {
        var mark = document.createElement("span");
        mark.className = "counted";
        mark.textContent = "统计 " + input.dataset.counted;
        cell.appendChild(mark);
      }
      cell.classList.toggle("over", over);
    });
  }

  function send(address) {
    var number = ++turn;
    return fetch(address, {method: "POST", body: new FormData(form), headers: {Accept: "application/json"}, credentials: "same-origin"})
      .then(function (answer) {
        if (answer.status === 403) throw new Error("您没有编写的权限，或者登录已过期，请在新窗口登录后按“保存”。");
        if (!answer.ok || answer.redirected) throw new Error("没有保存，登录可能已过期，请在新窗口登录后按“保存”。");
        return answer.json();
      })
      .then(function (answer) { show(answer, number); return answer; });
  }

  function check() {
    if (busy) return;
    send(form.dataset.check).catch(function () {});
  }

  function keep() {
    if (busy || stopped || !dirty) return;
    dirty = false;
    say("正在保存…");
    busy = send(form.dataset.keep).then(function (answer) {
      if (answer.problem) {
        stopped = true;
        dirty = true;
        say(answer.problem, true);
        return;
      }
      form.querySelectorAll("[data-mark]").forEach(function (mark) {
        mark.value = mark.dataset.mark === "row-version" ? answer.version : answer.seen;
      });
      var bad = Object.keys(answer.bad).length;
      if (dirty) say("有改动，稍后自动保存。");
      else say(answer.said + (bad ? "，有 " + bad + " 处填写有误，没有保存" : ""), bad > 0);
    }).catch(function (error) {
      dirty = true;
      say(error.message.indexOf("。") > 0 ? error.message : "没有保存，请检查网络；稍后自动重试。", true);
      keeping = setTimeout(keep, AGAIN);
    }).then(function () {
      busy = null;
      if (waiting) { waiting = false; leave(); }
      else if (dirty && !stopped) { clearTimeout(keeping); keeping = setTimeout(keep, KEEP); }
    });
  }

  function leave() {
    leaving = true;
    form.requestSubmit ? form.requestSubmit() : form.submit();
  }

  function changed() {
    dirty = true;
    if (!stopped) say("有改动，稍后自动保存。");
    clearTimeout(checking);
    clearTimeout(keeping);
    checking = setTimeout(check, CHECK);
    keeping = setTimeout(keep, KEEP);
  }

  form.addEventListener("input", changed);
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") keep(); });
  window.addEventListener("pagehide", function () {
    if (dirty && !leaving && !stopped && navigator.sendBeacon) navigator.sendBeacon(form.dataset.keep, new FormData(form));
  });

  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    clearTimeout(keeping);
    clearTimeout(checking);
    if (busy && !leaving) { event.preventDefault(); waiting = true; say("正在保存…"); return; }
    leaving = true;
  });
  window.addEventListener("pageshow", function () { leaving = false; });

  /* What was typed before this was loaded. */
  if (Array.prototype.some.call(form.elements, function (one) { return one.defaultValue !== undefined && one.type !== "file" && one.value !== one.defaultValue; })) changed();

  /* To the cell, or to the line, which is selected. */
  function light(node) {
    document.querySelectorAll(".lit").forEach(function (one) { one.classList.remove("lit"); });
    if (node) node.classList.add("lit");
  }

  function line(area, number) {
    var lines = area.value.split("\n"), start = 0;
    for (var at = 1; at < number && at <= lines.length; at++) start += lines[at - 1].length + 1;
    var text = lines[number - 1] || "";
    area.focus();
    area.setSelectionRange(start, start + text.length);
    /* The line is scrolled into sight: about as far down as its share of the text. */
    area.scrollTop = Math.max(0, area.scrollHeight * start / Math.max(1, area.value.length) - area.clientHeight / 3);
    area.scrollIntoView({block: "center"});
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest(".finding a[href^='#']");
    if (link) {
      var target = field(decodeURIComponent(link.getAttribute("href").slice(1)));
      if (!target) return;
      event.preventDefault();
      light(null);
      if (link.dataset.cells) {
        link.dataset.cells.split(" ").forEach(function (address) {
          var one = field("id_cell-" + address);
          if (one) one.classList.add("lit");
        });
        target.scrollIntoView({block: "center"});
        target.focus();
        if (target.select) target.select();
      } else if (link.dataset.line && target.setSelectionRange) line(target, Number(link.dataset.line));
      else { target.scrollIntoView({block: "center"}); target.focus(); }
      return;
    }
    var button = event.target.closest("[data-take]");
    if (button) {
      event.preventDefault();
      put(field(button.dataset.take), button.dataset.sentence, button.dataset.part);
      button.textContent = "已写入";
    }
  });

  /* As taking.py does it. */
  function put(area, sentence, part) {
    var heading = /^[（(][一二三四五六七八九十]+[）)]/;
    var lines = area.value.replace(/\s+$/, "") ? area.value.replace(/\s+$/, "").split("\n") : [];
    var start = -1, end = lines.length, at;
    for (at = 0; part && at < lines.length; at++) {
      if (heading.test(lines[at]) && lines[at].slice(0, 40).indexOf(part) >= 0) { start = at; break; }
    }
    if (start < 0) lines.push(sentence);
    else {
      for (at = start + 1; at < lines.length; at++) if (heading.test(lines[at])) { end = at; break; }
      while (end > start + 1 && !lines[end - 1].trim()) end--;
      if (end === start + 1) lines.splice(end, 0, sentence);
      else lines[end - 1] = lines[end - 1].replace(/\s+$/, "") + sentence;
    }
    area.value = lines.join("\n");
    area.dispatchEvent(new Event("input", {bubbles: true}));
    var found = area.value.split("\n").findIndex(function (one) { return one.indexOf(sentence) >= 0; });
    line(area, found + 1);
  }
})();
