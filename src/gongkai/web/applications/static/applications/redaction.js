/* Boxes drawn on a page, by mouse, finger and keyboard. Without it the page is searched, and boxes are added by their place.
   Places are in points from the page's upper left corner: the view box of the drawing. */
(function () {
  "use strict";
  var root = document.querySelector("[data-redaction]");
  var canvas = root && root.querySelector("[data-canvas]");
  if (!canvas) return;
  var SPACE = "http://www.w3.org/2000/svg";
  var width = Number(root.dataset.width), height = Number(root.dataset.height);
  var tools = root.querySelector("[data-tools]"), said = root.querySelector("[data-said]");
  var ground = root.querySelector("[data-ground]"), finger = root.querySelector("[data-draw]");
  var view = root.querySelector(".sheet-view"), paper = root.querySelector(".sheet-paper");
  var fresh = null, from = null, sending = 0;
  tools.hidden = false;

  function say(text, bad) {
    said.textContent = text;
    said.classList.toggle("error", !!bad);
  }

  function point(event) {
    var bounds = canvas.getBoundingClientRect();
    return [Math.max(0, Math.min(width, (event.clientX - bounds.left) * width / bounds.width)),
      Math.max(0, Math.min(height, (event.clientY - bounds.top) * height / bounds.height))];
  }

  function place(box) {
    fresh.box = box;
    var rect = fresh.node.firstChild;
    rect.setAttribute("x", box[0]);
    rect.setAttribute("y", box[1]);
    rect.setAttribute("width", Math.max(0, box[2] - box[0]));
    rect.setAttribute("height", Math.max(0, box[3] - box[1]));
  }

  function begin(box) {
    drop();
    var node = document.createElementNS(SPACE, "g");
    node.setAttribute("class", "new");
    node.appendChild(document.createElementNS(SPACE, "rect"));
    canvas.appendChild(node);
    fresh = {node: node, box: box};
    place(box);
  }

  function drop() {
    if (fresh) fresh.node.remove();
    fresh = null;
    from = null;
  }

  function show(answer) {
    root.querySelector("[data-drawn]").innerHTML = answer.drawn;
    root.querySelector("[data-list]").innerHTML = answer.list;
    root.querySelector("[data-total]").textContent = answer.total;
  }

  function send(address, fields, done) {
    var data = fields instanceof FormData ? fields : new FormData();
    if (!(fields instanceof FormData)) Object.keys(fields).forEach(function (name) { data.append(name, fields[name]); });
    if (!data.has("csrfmiddlewaretoken")) data.append("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
    sending += 1;
    return fetch(address, {method: "POST", body: data, headers: {Accept: "application/json"}, credentials: "same-origin"})
      .then(function (answer) {
        if (answer.status === 403) throw new Error("您没有遮盖的权限，或者登录已过期，请刷新页面。");
        return answer.json();
      })
      .then(function (answer) {
        if (answer.list !== undefined) show(answer);
        say(answer.problem || done(answer), !!answer.problem);
      })
      .catch(function (error) {
        say(error.message.indexOf("。") > 0 ? error.message : "没有保存，请检查网络后重试。", true);
      })
      .then(function () { sending -= 1; });
  }

  function keep() {
    var made = fresh;
    fresh = null;
    from = null;
    var box = made.box;
    if (box[2] - box[0] < 2 || box[3] - box[1] < 2) { made.node.remove(); return; }
    say("正在保存…");
    send(canvas.dataset.add, {page: root.dataset.page, left: box[0], top: box[1], right: box[2], bottom: box[3], ground: ground.value},
      function (answer) { return "已添加，本页共 " + answer.here + " 个遮盖框。"; }).then(function () { made.node.remove(); });
  }

  /* Mouse at once; a finger only where it was asked for, so that the page can be moved. */
  canvas.addEventListener("pointerdown", function (event) {
    if (event.button || (event.pointerType === "touch" && !canvas.classList.contains("drawing"))) return;
    event.preventDefault();
    var at = point(event);
    begin([at[0], at[1], at[0], at[1]]);
    from = at;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", function (event) {
    if (!from) return;
    var at = point(event);
    place([Math.min(from[0], at[0]), Math.min(from[1], at[1]), Math.max(from[0], at[0]), Math.max(from[1], at[1])]);
  });
  canvas.addEventListener("pointerup", function () { if (from) keep(); });
  canvas.addEventListener("pointercancel", drop);

  finger.addEventListener("click", function () {
    var on = canvas.classList.toggle("drawing");
    finger.setAttribute("aria-pressed", String(on));
    finger.textContent = on ? "移动页面" : "手指画框";
  });
  if (!("ontouchstart" in window)) finger.hidden = true;

  root.querySelector("[data-zoom]").addEventListener("click", function (event) {
    event.currentTarget.textContent = paper.classList.toggle("large") ? "缩小" : "放大";
  });

  /* By keyboard: a box in the middle of what is seen, moved and shaped, then kept. */
  root.querySelector("[data-new]").addEventListener("click", function () {
    var seen = view.getBoundingClientRect(), bounds = canvas.getBoundingClientRect(), scale = height / bounds.height;
    var top = Math.max(0, Math.min(height - 20, (Math.max(seen.top, 0) - bounds.top) * scale + 60));
    begin([width * 0.3, top, width * 0.3 + 100, top + 18]);
    view.focus();
    tell();
  });

  function tell() {
    var millimetres = fresh.box.map(function (side) { return Math.round(side * 25.4 / 72); });
    say("遮盖框：距左 " + millimetres[0] + " 毫米，距上 " + millimetres[1] + " 毫米，宽 " + (millimetres[2] - millimetres[0]) +
      " 毫米，高 " + (millimetres[3] - millimetres[1]) + " 毫米。回车确定，Esc 取消。");
  }

  view.addEventListener("keydown", function (event) {
    if (!fresh || from) return;
    var steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    if (event.key === "Enter") { event.preventDefault(); keep(); return; }
    if (event.key === "Escape") { event.preventDefault(); drop(); say("已取消。"); return; }
    if (!steps) return;
    event.preventDefault();
    var far = event.ctrlKey ? 1 : 6, box = fresh.box.slice();
    if (event.shiftKey) {
      box[2] = Math.max(box[0] + 4, Math.min(width, box[2] + steps[0] * far));
      box[3] = Math.max(box[1] + 4, Math.min(height, box[3] + steps[1] * far));
    } else {
      var across = Math.max(-box[0], Math.min(width - box[2], steps[0] * far)), down = Math.max(-box[1], Math.min(height - box[3], steps[1] * far));
      box = [box[0] + across, box[1] + down, box[2] + across, box[3] + down];
    }
    place(box);
    tell();
    fresh.node.scrollIntoView({block: "nearest", inline: "nearest"});
  });

  /* Taking away, other grounds, undoing: without a new page. */
  root.addEventListener("submit", function (event) {
    var form = event.target, inList = form.closest("[data-list]");
    if (!inList && !form.matches("[data-undo]")) return;
    event.preventDefault();
    var data = new FormData(form), button = event.submitter;
    if (button && button.name) data.append(button.name, button.value);
    send(form.action, data, function (answer) {
      return (form.matches("[data-undo]") ? "已撤销，" : "已保存，") + "本页共 " + answer.here + " 个遮盖框。";
    });
  });
  function light(event) {
    var line = event.target.closest && event.target.closest("li[data-box]");
    root.querySelectorAll(".box.lit").forEach(function (box) { box.classList.remove("lit"); });
    if (line) {
      var box = root.querySelector('.box[data-box="' + line.dataset.box + '"]');
      if (box) box.classList.add("lit");
    }
  }
  root.addEventListener("mouseover", light);
  root.addEventListener("focusin", light);
  window.addEventListener("beforeunload", function (event) { if (sending) event.preventDefault(); });
})();
