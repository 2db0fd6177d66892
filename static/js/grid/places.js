/* The report grid: where cells are. Several tables (villages, branches) and the township's own fields are one form.
   Chromium 86, no dependency. Words come from data attributes of the form; figures from the server.
   To other scripts it says "cell:focus" and "cell:open" (of the cell's element, with {cell: its number}) and "grid:drawn" (of the form). */
(function () {
  "use strict";
  var form = document.querySelector("[data-grid]");
  if (!form) return;
  var print = document.querySelector("[data-print]"), faultBox = document.querySelector("[data-faults]");
  if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
  if (faultBox.hasAttribute("data-focus")) faultBox.focus();

  var list = Array.prototype.slice, FIELD = "input[id^=c],textarea[id^=c],a[data-kind=file]";
  var G = window.Grid = { form: form, words: form.dataset, writable: form.hasAttribute("data-writable"), faultBox: faultBox };

  G.tables = list.call(form.querySelectorAll("[data-table]")).map(function (panel) {
    var table = panel.querySelector("table.grid"), label = panel.querySelector("[data-only]"), bar = panel.querySelector("[data-cellbar]");
    return {
      panel: panel, table: table, wrap: table.closest(".gridwrap"), heads: table.tHead.rows[1].cells,
      rows: list.call(table.tBodies[0].rows).map(function (tr) { return list.call(tr.querySelectorAll("td")); }),
      only: label && label.querySelector("input"), label: label, bar: bar, hint: bar ? bar.textContent : "", now: 0
    };
  });

  G.fill = function (text, values) { // "%s" or named places: fill("%by, %at", {by: .., at: ..})
    if (values === null || typeof values !== "object") values = { s: values };
    return text.replace(/%(\w+)/g, function (all, name) { return name in values ? values[name] : all; });
  };
  G.isField = function (el) { return Boolean(el && el.matches && el.matches(FIELD)); };
  G.isTyped = function (el) { return G.isField(el) && el.tagName !== "A"; };
  G.cell = function (name) { return form.elements[name]; };
  G.box = function (el) { return el.closest("td") || el.closest(".field"); };
  G.tableOf = function (el) {
    var table = el.closest("table.grid");
    return G.tables.filter(function (t) { return t.table === table; })[0];
  };
  G.at = function (t, r, c) { return t.rows[r] && t.rows[r][c] ? t.rows[r][c].querySelector(FIELD) : null; };
  G.pos = function (el) {
    var td = el.closest("td"), t = td && G.tableOf(el);
    if (!t) return null;
    var r = td.parentNode.sectionRowIndex;
    return { t: t, r: r, c: t.rows[r].indexOf(td) };
  };
  G.row = function (t, r) { return t.rows[r][0].parentNode; };
  G.rowName = function (t, r) { return G.row(t, r).cells[0].textContent.trim(); };
  G.headName = function (t, c) { return t.heads[c].firstChild.textContent.trim(); };
  G.hidden = function (t, r) { return Boolean(t.only && t.only.checked && t.rows[r] && !G.row(t, r).classList.contains("wrong")); };
  G.single = function (t) { return t.panel.classList.contains("one"); }; // one row at a time: see turning.js
  G.place = function (el) {
    var p = G.pos(el);
    if (!p) return document.getElementById(el.getAttribute("aria-labelledby").split(" ")[0]).textContent.trim();
    return G.rowName(p.t, p.r) + " · " + G.headName(p.t, p.c);
  };
  G.reveal = function (el) { // whatever hides its row
    var p = G.pos(el) || G.pos(el.firstElementChild || el);
    if (!p) return;
    if (G.hidden(p.t, p.r)) { p.t.only.checked = false; G.filter(p.t); }
    if (G.single(p.t)) G.turn(p.t, p.r);
  };
  G.go = function (el, down, right) { // to the next field that way; what nobody types in is hopped over
    var p = G.pos(el), r = p.r + down, c = p.c + right, t = p.t;
    while (t.rows[r] && G.hidden(t, r)) r += down || 1;
    var to = G.at(t, r, c);
    while (!to && t.rows[r] && right && t.rows[r][c]) to = G.at(t, r, c += right);
    if (to) { G.reveal(to); G.enter(to); }
    return Boolean(to);
  };
  G.enter = function (el) { el.focus(); if (el.select) el.select(); };

  // ---- only rows with errors
  G.filter = function (t) {
    t.table.classList.toggle("only", t.only.checked);
    if (t.only.checked && G.single(t)) G.turnBy(t, 0);
  };
  G.tables.forEach(function (t) {
    if (!t.only) return;
    t.label.hidden = false;
    t.only.addEventListener("change", function () { G.filter(t); });
    G.filter(t);
  });

  // ---- jump: to a section's columns, to the cell of a fault
  function jump(th) {
    var t = G.tableOf(th), c = 0;
    for (var before = th.previousElementSibling; before && before.colSpan && before.scope === "colgroup"; before = before.previousElementSibling) c += before.colSpan;
    t.panel.scrollIntoView({ block: "start" });
    if (G.single(t)) { t.rows[t.now][c].scrollIntoView({ block: "center" }); return; }
    t.wrap.scrollLeft = t.heads[c].offsetLeft - t.table.querySelector(".rowh").offsetWidth;
    var first = G.at(t, t.now, c);
    if (first) first.focus({ preventScroll: true });
  }
  document.addEventListener("click", function (e) {
    var link = e.target.closest && e.target.closest("[data-jump] a,[data-faults] a,[data-clashes] a");
    var el = link && link.hash && document.getElementById(link.hash.slice(1));
    if (!el) return;
    if (el.tagName === "TH") { e.preventDefault(); jump(el); return; }
    if (el.tagName === "SECTION") return;
    e.preventDefault();
    G.reveal(el);
    el.scrollIntoView({ block: "center", inline: "center" }); // into the cell, below the sticky header
    if (G.isField(el)) el.focus({ preventScroll: true }); else tell("open", el);
  });

  // ---- what the drawer listens to
  function tell(what, el) {
    return el.dispatchEvent(new CustomEvent("cell:" + what, { bubbles: true, cancelable: true, detail: { cell: el.id.slice(1), element: el } }));
  }
  form.addEventListener("focusin", function (e) { if (G.isField(e.target)) tell("focus", e.target); });
  form.addEventListener("click", function (e) { // a file cell without a drawer leads to the cell's own page
    var el = e.target.closest("a[data-kind=file],td.ro[id],output[id]");
    if (!el || (e.target.closest("a") && el.tagName !== "A")) return;
    if (!tell("open", el)) e.preventDefault();
  });
  form.addEventListener("keydown", function (e) {
    if (e.key !== "F2" || !G.isField(e.target)) return;
    e.preventDefault(); tell("open", e.target);
  });
})();
