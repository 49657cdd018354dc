/* The words of the editor (django-prose-editor): it looks for some in window.gettext, and has others on its buttons. */
(function () {
  "use strict";
  var words = {
    "Cancel": "取消", "Insert": "插入", "Update": "更新", "Title": "提示文字", "URL": "网址", "Rows": "行数", "Columns": "列数",
    "Edit Link": "链接", "Edit HTML": "编辑 HTML 源码", "Prettify": "整理格式", "Insert Table": "插入表格", "Table Properties": "表格属性",
    "Include header row": "首行作为表头", "List properties": "编号样式", "List type": "编号样式", "Start at": "起始编号", "Bullets": "项目符号",
    "Decimal numbers": "数字", "Lowercase letters": "小写字母", "Uppercase letters": "大写字母", "Lowercase Roman numerals": "小写罗马数字",
    "Uppercase Roman numerals": "大写罗马数字", "Toggle fullscreen": "全屏",
    "heading 2": "一级标题", "heading 3": "二级标题", "heading 4": "三级标题", "Heading 2": "一级标题", "Heading 3": "二级标题",
    "Heading 4": "三级标题", "Paragraph": "正文", "paragraph": "正文", "unordered list": "项目符号", "ordered list": "编号",
    "blockquote": "引用", "horizontal rule": "分隔线", "bold": "加粗", "italic": "斜体", "underline": "下划线", "strike": "删除线",
    "subscript": "下标", "superscript": "上标", "insert link": "链接", "remove link": "取消链接", "Insert table": "插入表格",
    "Add column": "在右侧插入列", "Delete column": "删除列", "Add row": "在下方插入行", "Delete row": "删除行", "Merge cells": "合并单元格",
    "Split cell": "拆分单元格", "Toggle header cell": "设为或取消表头", "Delete table": "删除表格", "Block type": "段落样式",
    "Block style": "对齐", "Reset all classes": "恢复默认", "paragraph: default": "两端对齐", "heading: default": "左对齐", "undo": "撤销", "redo": "重做"
  };

  function translate(bar) {
    bar.querySelectorAll("[title]").forEach(function (button) {
      if (words[button.title]) {
        button.title = words[button.title];
        button.setAttribute("aria-label", button.title);
      }
    });
    var texts = document.createTreeWalker(bar, NodeFilter.SHOW_TEXT), text;
    while ((text = texts.nextNode())) {
      if (/^[A-Z]|: default$/.test(text.data) && words[text.data.trim()]) text.data = words[text.data.trim()];
      else if (/^(paragraph|heading): /.test(text.data)) text.data = text.data.replace(/^[a-z]+: /, "");
    }
  }

  window.gettext = function (text) { return words[text] || text; };
  document.addEventListener("prose-editor:ready", function (event) {
    var box = event.target.parentNode;
    var area = box.querySelector(".tiptap");
    var label = document.querySelector('label[for="' + event.target.id + '"]');
    if (area && label) area.setAttribute("aria-label", label.firstChild.textContent.trim());
    /* The bar is drawn after this, and drawn again when it has more to show. */
    new MutationObserver(function () {
      box.querySelectorAll(".prose-menubar").forEach(translate);
    }).observe(box, {childList: true, subtree: true});
    box.querySelectorAll(".prose-menubar").forEach(translate);
  });
})();
