// A report dropped anywhere on the form is chosen, and the button says that work is under way.
"use strict";
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[name=file]");
  const over = (on) => (event) => { event.preventDefault(); form.classList.toggle("over", on); };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.disabled = true;
    button.textContent = "正在读取和检查，最长20秒……";
  });
  window.addEventListener("pageshow", () => {
    const button = form.querySelector("button");
    button.disabled = false;
    button.textContent = "开始检查";
  });
}
