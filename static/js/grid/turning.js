/* The report grid on a phone: one village at a time, as a form; the same fields, the same saving. */
(function (G) {
  "use strict";
  if (!G || !G.writable) return;
  var narrow = window.matchMedia("(max-width: 767.98px)"), words = G.words;

  function part(t, name) { return t.panel.querySelector("[data-" + name + "]"); }
  function filled(t, r) { // of what must be typed in a row
    var done = 0, all = 0;
    t.rows[r].forEach(function (td, c) {
      var el = t.heads[c].hasAttribute("data-must") && G.at(t, r, c);
      if (!el) return;
      all++;
      if (G.isTyped(el) ? el.value.trim() : !el.classList.contains("none")) done++;
    });
    return { done: done, all: all };
  }
  function dress(t, r) { // labels stand in the header: a row on its own needs them beside its fields
    var tr = G.row(t, r), section = 0, ends = 0;
    var sections = t.table.tHead.rows[0].cells;
    t.rows[r].forEach(function (td, c) {
      if (c === ends) {
        section++; ends += sections[section].colSpan;
        if (!tr.hasAttribute("data-dressed")) td.before(title(sections[section].textContent));
      }
      var unit = t.heads[c].querySelector(".unit:not(.opt)");
      td.dataset.label = G.headName(t, c) + (unit ? " (" + unit.textContent.trim() + ")" : "");
      var el = G.at(t, r, c) || td;
      if (el.title) { td.dataset.fault = el.title; el.removeAttribute("title"); } // nobody hovers on a phone
      else if (!/\b(err|warnc)\b/.test(td.className)) delete td.dataset.fault;
    });
    tr.setAttribute("data-dressed", "");
  }
  function undress(t) {
    t.table.querySelectorAll("td[data-fault]").forEach(function (td) {
      (td.querySelector("[id^=c]") || td).title = td.dataset.fault;
      delete td.dataset.fault;
    });
  }
  function title(text) {
    var td = document.createElement("td");
    td.className = "sec"; td.textContent = text; td.setAttribute("aria-hidden", "true");
    return td;
  }
  function draw(t) {
    var at = part(t, "at"), done = filled(t, t.now);
    t.rows.forEach(function (tds, r) {
      var tr = G.row(t, r), row = filled(t, r), option = at.options[r] || at.appendChild(document.createElement("option"));
      tr.classList.toggle("now", r === t.now);
      option.textContent = (tr.classList.contains("wrong") ? "⚠ " : row.done === row.all ? "✓ " : "") + G.rowName(t, r) + " (" + (r + 1) + "/" + t.rows.length + ")";
      option.hidden = G.hidden(t, r);
    });
    at.selectedIndex = t.now;
    part(t, "row-filled").textContent = done.all ? G.fill(words.row, done) : "";
    dress(t, t.now);
    part(t, "back").disabled = next(t, -1) < 0;
    part(t, "next").disabled = next(t, 1) < 0;
  }
  function next(t, by) { // the nearest row that way, -1 where there is none
    for (var r = t.now + by; t.rows[r]; r += by) if (!G.hidden(t, r)) return r;
    return -1;
  }
  G.turn = function (t, r) { if (r >= 0) t.now = r; draw(t); };
  G.turnBy = function (t, by) { // by 0: to the nearest row that is shown
    if (by || G.hidden(t, t.now)) { var r = next(t, by || 1); G.turn(t, r < 0 && !by ? next(t, -1) : r); }
    else draw(t);
  };

  G.tables.forEach(function (t) {
    var whole = part(t, "whole"), turn = part(t, "turn"), table = false, hint = t.hint;
    function lay() {
      var one = narrow.matches && !table;
      t.panel.classList.toggle("one", one);
      turn.hidden = !one;
      whole.hidden = !narrow.matches;
      whole.setAttribute("aria-pressed", String(table));
      t.bar.textContent = t.hint = one ? "" : hint;
      if (one) draw(t); else undress(t);
    }
    function step(by) {
      G.turnBy(t, by);
      t.panel.scrollIntoView({ block: "start" });
    }
    whole.addEventListener("click", function () { table = !table; lay(); });
    part(t, "back").addEventListener("click", function () { step(-1); });
    part(t, "next").addEventListener("click", function () { step(1); });
    part(t, "at").addEventListener("change", function (e) { G.turn(t, e.target.selectedIndex); });
    narrow.addEventListener("change", lay);
    G.form.addEventListener("grid:drawn", function () { if (G.single(t)) draw(t); });
    G.form.addEventListener("change", function () { if (G.single(t)) draw(t); });
    lay();
  });
})(window.Grid);
